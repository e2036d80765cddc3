# A record may get a field of its own type, by redefinition.
type Tree: record { v: count; };
redef record Tree += {
	left: Tree &optional;
	right: Tree &optional;
	others: vector of Tree &default=vector();
	by_name: table[string] of Tree &optional;
};
global all: set[Tree];
global names: table[Tree] of string;

function insert(t: Tree, v: count)
	{
	if ( v < t$v )
		{ if ( t?$left ) insert(t$left, v); else t$left = Tree($v=v); }
	else
		{ if ( t?$right ) insert(t$right, v); else t$right = Tree($v=v); }
	}

function walk(t: Tree): string
	{
	return cat(t?$left ? walk(t$left) : "", t$v, " ", t?$right ? walk(t$right) : "");
	}

event zeek_init()
	{
	local t = Tree($v=50);
	for ( _, v in vector(30, 70, 20, 40, 60, 80, 50) )
		insert(t, v);
	print walk(t);            # in order
	local u = copy(t);
	u$left$v = 31;
	print walk(t), walk(u);
	names[t] = "t";
	names[u] = "u";
	print |names|, names[t], t in names;
	add all[t];
	add all[copy(t)];         # has equal fields: the same key
	print |all|;
	t$others += t$left;
	t$by_name = table(["a"] = t$right);
	print t$others[0]$v, t$by_name["a"]$v;
	print t$left;
	print type_name(t), Tree;
	}
