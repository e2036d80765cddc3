# env: ZEEK_ALLOW_INIT_ERRORS=1
# Handlers of options must fit them.
option o: count = 1;
option s: set[string] = {};
const c: count = 1;
event e(id: string, v: count) { }
function one(id: string): count { return 1; }
function first(id: count, v: count): count { return v; }
function second(id: string, v: string): string { return v; }
function third(id: string, v: count, l: count): count { return v; }
function yields(id: string, v: count): string { return ""; }
function fine(id: string, v: count): count { print "fine", id, v; return v + 1; }
function with_location(id: string, v: count, l: string): count { print "location", v, l; return v * 10; }
function fails(id: string, v: count): count { return 1 / (v - v); }
event zeek_init()
	{
	print Option::set_change_handler("nothing", fine);
	print Option::set_change_handler("c", fine);
	print Option::set_change_handler("o", 5);
	print Option::set_change_handler("o", e);
	print Option::set_change_handler("o", one);
	print Option::set_change_handler("o", first);
	print Option::set_change_handler("o", second);
	print Option::set_change_handler("o", third);
	print Option::set_change_handler("o", yields);
	print Option::set_change_handler("o", fine), Option::set_change_handler("o", with_location, 5);
	print Option::set("o", 2), o;             # by priority: 2 * 10 + 1
	print Option::set("o", "x"), Option::set("c", 5), Option::set("nothing", 5), o;
	print Option::set("o", 3, "here"), o;
	print Option::set("s", set("a")), s;
	print Option::set("s", 5), s;
	}
event zeek_init() &priority=-1
	{
	print Option::set_change_handler("o", fails, 10), Option::set("o", 4), o;
	}
