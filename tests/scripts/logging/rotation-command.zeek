# What the program that is run after a rotation is told.
# mask: foo\.20[-0-9]* => foo.<time>
# mask: [0-9][0-9]-[0-9][0-9]-[0-9][0-9]_[0-9.]* => <time>
redef Log::default_rotation_interval = 1hr;
redef Log::default_rotation_postprocessor_cmd = "echo";
redef enum Log::ID += { FOO };
type Foo: record { n: count &log; };
event zeek_init()
	{
	Log::create_stream(FOO, [$columns=Foo, $path="foo"]);
	Log::write(FOO, Foo($n=1));
	}
