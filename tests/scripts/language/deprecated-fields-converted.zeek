# A field that is given where a record becomes one of another type is used, too.
type R: record { a: count &deprecated="use b" &optional; b: count &default=1; c: count &deprecated &default=2; };
function f(r: R) { print r$b; }
event zeek_init()
	{
	local r: R = [$a=1];
	r = [$b=2];
	f([$a=3, $c=4]);
	print R($a=5)$b;
	}
@pragma push ignore-deprecations
function quiet(): R { return [$a=1]; }
@pragma pop
