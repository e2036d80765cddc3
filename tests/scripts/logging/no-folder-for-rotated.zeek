# Rotated logs go to folders that are made for them; a name that is taken gets a number; a function that fails, a default.
# args: Log::default_rotation_interval=1hr
# files: p.log old/er/p.log old/er/p-2.log q-01-09-09_01.46.40.log
# mask: ^#(open|close)\t.*$ => #\1\t<time>
# mask: in \S*\S+\.zeek, lines? [0-9-]+: => :
redef allow_network_time_forward = F;
redef exit_only_after_terminate = T;
module P;
export {
	redef enum Log::ID += { LOG };
	type Row: record { n: count &log; };
	global step: event(n: count);
}
redef Log::rotation_format_func = function(ri: Log::RotationFmtInfo): Log::RotationPath
	{
	local empty: vector of string;
	if ( ri$path == "q" )
		return [$file_basename=empty[3]];
	return [$dir="old/er", $file_basename=ri$path];
	};
function told(info: Log::RotationInfo): bool
	{
	print info$fname, info$open, info$close, info$terminating;
	return T;
	}
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
	Log::remove_default_filter(LOG);
	Log::add_filter(LOG, [$name="p", $path="p", $postprocessor=told]);
	Log::add_filter(LOG, [$name="q", $path="q", $interv=5hr, $postprocessor=told]);
	event step(1);
	}
