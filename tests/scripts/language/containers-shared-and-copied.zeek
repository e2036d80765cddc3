# Defaults of tables: who shares what.
type R: record { a: count &optional; b: string &default="b"; };
event zeek_init()
	{
	local t: table[string] of vector of count &default_insert=vector();
	t["x"] += 5;
	t["y"] += 6;
	print t["x"], t["y"], |t|;                 # each has its own, kept
	local u: table[string] of vector of count &default=vector();
	u["x"] += 5;
	print u["x"], |u|;                         # changed and forgotten
	local w: table[string] of count &default=0;
	++w["a"];
	w["b"] += 5;
	print w["a"], w["b"], |w|;
	}
event zeek_init() &priority=-1
	{
	local t: table[string] of R;
	t["x"] = [$a=1];
	t["x"]$a += 5;
	print t["x"]$a, t["x"]$b;
	print t["y"]$a;                            # error: no such index
	}
event zeek_init() &priority=-2 { local t: table[string] of count; ++t["a"]; print "not reached"; }              # error
event zeek_init() &priority=-3 { local v: vector of vector of count; v[2] = vector(1); print v; v[0][1] = 5; print "not reached"; }  # error
event zeek_init() &priority=-4 { local v: vector of R; v[1] = R($a=1); print v[1]$a; v[0]$a = 1; print "not reached"; }  # error
event zeek_init() &priority=-5 { local f: function(): count; print f(); print "not reached"; }                   # error
event zeek_init() &priority=-6 { local r = R(); delete r$b; print r?$b, r$b; r$a = 5; delete r$a; print r?$a; }
