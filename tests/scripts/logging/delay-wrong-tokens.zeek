# Tokens that delay() did not give, or gave for another record.
# mask: 0x[0-9a-f]+ => 0x<address>
module P;
export {
	redef enum Log::ID += { LOG };
	type Row: record { n: count &log; };
}
hook Log::log_stream_policy(rec: any, id: Log::ID)
	{
	if ( id != LOG )
		return;
	local t = Log::delay(LOG, rec);
	print Log::delay_finish(LOG, Row($n=7), t);
	local u = Log::delay(LOG, Row($n=8));
	print Log::delay_finish(LOG, rec, u);
	print Log::delay_finish(LOG, rec, t);
	}
event zeek_init()
	{
	Log::create_stream(LOG, [$columns=Row, $path="p"]);
	Log::write(LOG, Row($n=1));
	}
