# Values that lie inside themselves are printed, copied and measured; they cannot be keys.
type Node: record { v: count; };
redef record Node += { link: Node &optional; };
event zeek_init()
	{
	local a = Node($v=1);
	local b = Node($v=2, $link=a);
	a$link = b;
	print a;
	print cat(b);
	local c = copy(a);
	print same_object(c$link$link, c), same_object(c, a);
	print val_footprint(a);
	print to_json(a);
	print md5_hash(a) == md5_hash(c);
	}
event zeek_init() &priority=-1
	{
	local t: table[count] of any;
	t[1] = t;
	print t;
	local v: vector of any;
	v[0] = v;
	v[1] = 5;
	print v;
	print |v|, to_json(v);
	}
event zeek_init() &priority=-2
	{
	local a = Node($v=1);
	a$link = a;
	local s: set[Node];
	print a in s;  # F
	add s[a];      # error: not a key; nothing is added
	print |s|;
	}
