# Records that are held back again and again when there are too many of them: somebody says so, and all are written at the end.
# files: p.log
# sort: p.log
# mask: ^#(open|close)\t.*$ => #\1\t<time>
module P;
export {
	redef enum Log::ID += { LOG };
	type Row: record { n: count &log; };
}
global calls = 0;
function again(rec: any, id: Log::ID): bool
	{
	++calls;
	if ( ! zeek_is_terminating() )
		Log::delay(id, rec, again);
	return T;
	}
hook Log::log_stream_policy(rec: any, id: Log::ID)
	{
	if ( id == LOG )
		Log::delay(LOG, rec, again);
	}
event zeek_init()
	{
	Log::create_stream(LOG, [$columns=Row, $path="p", $max_delay_interval=30sec, $max_delay_queue_size=2]);
	for ( i in vector(0, 1, 2, 3) )
		{
		Log::write(LOG, Row($n=i));
		print i, calls, Log::get_delay_queue_size(LOG);
		}
	print Log::set_max_delay_interval(LOG, 0sec), Log::set_max_delay_queue_size(LOG, 10);
	}
event zeek_done()
	{
	print Log::get_delay_queue_size(LOG);
	}
