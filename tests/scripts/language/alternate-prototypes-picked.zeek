# Handlers pick arguments by name, with declared alternate prototypes.
global e: event(a: count, b: string, c: addr);
global e: event(b: string);
global e: event(c: addr, a: count);
global e: event();
event e(a: count, b: string, c: addr) { print "full", a, b, c; }
event e(b: string) { print "b", b; }
event e(c: addr, a: count) { print "ca", c, a; }
event e() { print "none"; }
event zeek_init() { event e(1, "x", 1.2.3.4); }
