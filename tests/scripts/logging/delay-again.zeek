# A callback may hold its record back once more; what is held twice waits for both.
# files: p.log
# mask: ^#(open|close)\t.*$ => #\1\t<time>
redef exit_only_after_terminate = T;
module P;
export {
	redef enum Log::ID += { LOG };
	type Row: record { n: count &log; s: string &log &default=""; };
	global finish: event(r: Row, t: opaque of LogDelayToken);
}
global rounds = 0;
function again(rec: any, id: Log::ID): bool
	{
	local r = rec as Row;
	r$s += "+";
	if ( ++rounds < 3 )
		Log::delay(id, rec, again);
	else
		terminate();
	return T;
	}
hook Log::log_stream_policy(rec: any, id: Log::ID)
	{
	if ( id != LOG )
		return;
	local r = rec as Row;
	if ( r$n == 1 )
		Log::delay(LOG, rec, again);
	if ( r$n == 2 )
		{
		local t = Log::delay(LOG, rec);
		Log::delay(LOG, rec, function(rr: any, i: Log::ID): bool { print "both", rr; return T; });
		Log::delay_finish(LOG, rec, t);
		schedule 1msec { P::finish(r, t) };
		}
	if ( r$n == 3 )
		{
		Log::delay(LOG, rec, function(rr: any, i: Log::ID): bool { print "never"; return T; });
		break;
		}
	}
event finish(r: Row, t: opaque of LogDelayToken)
	{
	print Log::delay_finish(LOG, r, t);
	}
event zeek_init()
	{
	Log::create_stream(LOG, [$columns=Row, $path="p", $max_delay_interval=20msec]);
	Log::write(LOG, Row($n=1));
	Log::write(LOG, Row($n=2));
	Log::write(LOG, Row($n=3));
	Log::write(LOG, Row($n=4));
	print Log::get_delay_queue_size(LOG);
	}
