# Copies keep circles inside; conversion of records makes new ones that share what is not a record.
type N: record { name: string; next_: any &optional; t: table[string] of any &default=table(); v: vector of any &default=vector(); };
event zeek_init()
	{
	local a = N($name="a");
	a$next_ = a;
	local b = copy(a);
	local bn = b$next_ as N;
	print same_object(b, bn), same_object(a, bn), b$name;
	bn$name = "changed";
	print b$name, a$name;
	local v: vector of any = vector();
	v[0] = v;
	v += 3;
	local w = copy(v);
	print |w|, same_object(w, w[0]), same_object(v, w[0]);
	local t: table[string] of any = table();
	t["self"] = t;
	local u = copy(t);
	print |u|, same_object(u["self"], u);
	local s1: vector of count = vector(1);
	local pair = vector(s1, s1);
	local p2 = copy(pair);
	p2[0][0] = 7;
	print pair, p2, same_object(p2[0], p2[1]);
	}
type Wide: record { x: count; y: vector of count; z: string &default="zz"; };
type Narrow: record { x: count; y: vector of count; };
function chg(w: Wide) { w$x = 99; w$y += 5; }
event zeek_init() &priority=-1
	{
	local n = Narrow($x=1, $y=vector(1));
	local w: Wide = n;
	w$x = 2; w$y += 2;
	print n, w, same_object(n$y, w$y);
	chg([$x=3, $y=n$y]);
	print n;
	chg(w);
	print w;
	local ws: vector of Wide = vector();
	ws += w;
	ws[|ws|] = [$x=8, $y=n$y];
	ws[0]$x = 0;
	print w, ws;
	local tw: table[string] of Wide = { ["n"] = Wide($x=3, $y=vector()) };
	tw["m"] = n;
	tw["w"] = w;
	tw["w"]$z = "changed";
	print w$z, tw["m"], |tw|;
	}
