# env: ZEEK_ALLOW_INIT_ERRORS=1
# A literal is said to be from where the last thing before it ended that has a place: a name, another value, a statement.
global words = vector("w1",
	"w2",
	"w3");
global said: event(s: string);
event said(s: string) { print to_count(s); }
function give(): string
	{
	return "given";
	}
event zeek_init()
	{
	for ( _, s in vector("f1", "f2") )
		print to_count(s);
	for ( _, w in words )
		print to_count(w);
	print to_count(give());
	print to_count(
		"own");
	local t = table(["a"] = "ta",
		["b"] = "tb");
	print to_count(t["a"]), to_count(t["b"]);
	event said("said");
	}
