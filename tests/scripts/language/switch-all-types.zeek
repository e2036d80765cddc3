# switch: on values of every atomic type, on types, in loops.
type E: enum { A, B, C };
const K = 7;
function n(c: count): string { switch c { case 1, 2: fallthrough; case K: return "low"; default: return "def"; case 9: return "nine"; } return "end"; }
function st(s: string): string { switch ( s ) { case "a": return "A"; case "b", "c": break; } return "end"; }
function e(x: E): string { switch ( x ) { case A: return "a"; case B: return "b"; default: break; } return "other"; }
function a(x: addr): string { switch x { case 1.2.3.4: return "v4"; case [::1]: return "v6"; } return "-"; }
function sn(x: subnet): string { switch x { case 10.0.0.0/8: return "ten"; } return "-"; }
function p(x: port): string { switch x { case 80/tcp: return "web"; case 80/udp: return "udp"; } return "-"; }
function d(x: double): string { switch x { case 1.5: return "1.5"; case -2.0: return "-2"; } return "-"; }
function i(x: int): string { switch x { case -1: return "m1"; case +1: return "p1"; } return "-"; }
function iv(x: interval): string { switch x { case 1min: return "minute"; case -1sec: return "neg"; } return "-"; }
function b(x: bool): string { switch x { case T: return "yes"; case F: return "no"; } return "-"; }
function ty(x: any): string
	{
	switch x {
	case type count as c: return fmt("count %d", c + 1);
	case type string, type pattern: return "text or pattern";
	case type set[count] as s: return fmt("set of %d", |s|);
	case type vector of string: return "vec";
	case type E as en: return fmt("enum %s", en);
	case type addr: fallthrough;
	case type subnet: return "net";
	default: return fmt("other %s", type_name(x));
	}
	}
event zeek_init()
	{
	print n(1), n(2), n(7), n(9), n(100);
	print st("a"), st("b"), st("z");
	print e(A), e(B), e(C);
	print a(1.2.3.4), a([::1]), a(1.1.1.1), sn(10.0.0.0/8), sn(10.0.0.0/9), p(80/tcp), p(80/udp), p(1/tcp);
	print d(1.5), d(-2.0), d(0.0), i(-1), i(1), i(0), i(5), iv(60sec), iv(-1000msec), iv(0sec), b(T), b(F);
	print ty(1), ty("x"), ty(/x/), ty(set(1,2)), ty(vector("a")), ty(B), ty(1.2.3.4), ty(1.2.3.0/24), ty(-1), ty([$a=1]), ty(table([1]="a")), ty(function() {}), ty(1.5), ty(3min);
	switch ( 3 ) { default: print "only default"; break; }
	switch ( "x" ) { }
	for ( j in vector(1,2,3) )
		switch ( j ) { case 0: next; break; case 1: print "one"; break; case 2: print "two"; break; }
	}
