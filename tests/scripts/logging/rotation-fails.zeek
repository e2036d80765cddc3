# A log that cannot get its new name keeps what is in it, and goes on.
# sort: err
# args: Log::default_rotation_interval=1hr
# files: p.log
# mask: ^#(open|close)\t.*$ => #\1\t<time>
redef allow_network_time_forward = F;
redef exit_only_after_terminate = T;
module P;
export {
	redef enum Log::ID += { LOG };
	type Row: record { n: count &log; };
	global step: event(n: count);
}
redef Log::rotation_format_func = function(ri: Log::RotationFmtInfo): Log::RotationPath
	{ return [$file_basename="there-is-no/" + ri$path]; };
event step(n: count)
	{
	if ( n == 3 )
		{
		terminate();
		return;
		}
	Log::write(LOG, Row($n=n));
	schedule 1hr { step(n + 1) };
	set_network_time(network_time() + 1hr + 1sec);
	}
event zeek_init()
	{
	set_network_time(double_to_time(1000000000.0));
	Log::create_stream(LOG, [$columns=Row, $path="p"]);
	event step(1);
	}
