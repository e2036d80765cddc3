# Events as they are raised, with their arguments; those that nothing handles are no events.
# mask: ^ *\d+\.\d{6} => TIME
# mask: lambda_<\d+> => LAMBDA
@load misc/dump-events
redef DumpEvents::include = /noise|zeek_(init|done)/;
type R: record { a: count; };
global noise_not_heard: event(n: count);
event noise(n: count, r: R, s: string, v: vector of count, x: any) { print "heard", n; }
event unnamed() { print "this one is not asked for", Option::set("DumpEvents::include_args", T); }
event zeek_init()
	{
	event noise(1, [$a=5], "x\ny", vector(1, 2), 1sec);
	event noise_not_heard(3);
	event unnamed();
	}
event zeek_done()
	{
	event noise(2, [$a=6], "", vector(), set(T));
	event noise_not_heard(4);
	}
