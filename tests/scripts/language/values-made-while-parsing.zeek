# env: ZEEK_ALLOW_INIT_ERRORS=1
# Messages about a value that was there before the script ran say where that was.
type R: record { s: string; n: count; };
const bad = "abc";
global worse = "x" + "y";
global h = md5_hash_init();
global none: table[count] of string;
function missing(n: count): string { return none[n]; }
global t: table[count] of string &default=missing;
global by_r: table[R] of count;
global r: R;
event later()
	{
	local a = "zz";
	local v = vector("v1", "v2");
	print to_count(bad);
	print to_count(worse);
	print to_count(a);
	a += "x";
	print to_count(a);
	for ( _, e in v )
		print to_count(e);
	local rr = R($s="rrr", $n=1);
	print to_count(rr$s);
	md5_hash_finish(h);
	print md5_hash_update(h, "x");
	print to_count("");
	}
event later2() { print t[5]; }
event later3() { print r in by_r; }
event later4() { by_r[r] = 1; }
event later5() { t = table(); print to_addr("x"); worse = "new"; print to_count(worse); }
event zeek_init() &priority=-1 { event later(); event later2(); event later3(); event later4(); event later5(); }
