# A comma may end what stands in parentheses and brackets.
type R: record { a: count; b: string; };
global ev: event(a: count, b: string);
global h: hook(a: count);
event ev(a: count, b: string) { print a, b; }
hook h(a: count) { print a; }
function f(a: count, b: count): count { return a + b; }
event zeek_init()
	{
	print f(1, 2,), set(1, 2,), vector(/a/, /b/,), table([1] = "a",);
	print R($a=1, $b="x",), [$a=1, $b="y",], record($a=2,), [1, 2,];
	hook h(3,);
	event ev(1, "x",);
	schedule 0sec { ev(2, "y",) };
	print fmt("%d", 5,);
	}
