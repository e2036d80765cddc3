# Names of case type ... as NAME may be used again, by other types, in the same function.
function f(v: any): string {
	switch v {
	case type count as x: return fmt("count %d", x + 1);
	case type string as x: return fmt("string %s", x + "!");
	case type addr as y, type subnet as x: return fmt("net %s", v);
	}
	return "none";
}
event zeek_init() { print f(1), f("a"), f(1.2.3.4), f(1.0.0.0/8), f(T); 
 local a: any = 5;
 switch a { case type count as c: print c; break; }
 switch a { case type int as c: print c; break; default: print "no int"; break; }
}
