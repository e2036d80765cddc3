# Hooks, policies and path functions that take away what they are called for.
# files: p.log q.log new.log
# mask: ^#(open|close)\t.*$ => #\1\t<time>
module P;
export {
	redef enum Log::ID += { LOG, OTHER };
	type Row: record { n: count &log; };
	global policy: Log::PolicyHook;
}
hook Log::log_stream_policy(rec: any, id: Log::ID)
	{
	if ( id == LOG && (rec as Row)$n == 3 )
		{
		print "removed", Log::remove_stream(LOG);
		print "in between", Log::write(LOG, rec);
		print "again", Log::create_stream(LOG, [$columns=Row, $path="new"]);
		}
	}
hook policy(rec: Row, id: Log::ID, filter: Log::Filter)
	{
	if ( rec$n == 2 )
		{
		Log::remove_filter(id, filter$name);
		Log::add_filter(id, [$name="q", $path="q"]);
		}
	}
event zeek_init()
	{
	Log::create_stream(LOG, [$columns=Row, $path="p", $policy=policy]);
	local n: count = 0;
	while ( ++n <= 4 )
		print n, Log::write(LOG, Row($n=n));
	Log::create_stream(OTHER, [$columns=Row, $path="other"]);
	Log::add_filter(OTHER, [$name="gone", $path_func=function(id: Log::ID, path: string, rec: Row): string
		{ Log::remove_stream(OTHER); return "gone"; }]);
	print Log::write(OTHER, Row($n=1));
	print Log::write(OTHER, Row($n=2));
	}
