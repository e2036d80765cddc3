# Writes to streams and logs are counted.
@load base/frameworks/telemetry
module Foo;
export { redef enum Log::ID += { LOG }; type Info: record { a: count &log; }; global pol: Log::PolicyHook; }
hook Log::log_stream_policy(rec: any, id: Log::ID) { if ( id == LOG && (rec as Info)$a == 3 ) break; }
hook pol(rec: Foo::Info, id: Log::ID, filter: Log::Filter) { if ( rec$a == 2 ) break; }
event zeek_init() { Log::create_stream(LOG, [$columns=Info, $path="foo", $policy=pol]); Log::write(LOG, Info($a=1)); Log::write(LOG, Info($a=2));Log::write(LOG, Info($a=3)); }
event zeek_done() { for ( i, m in Telemetry::collect_metrics("zeek", "log*") ) if ( /Foo/ in cat(m$label_values) ) print m$opts$name, m$label_names, m$label_values, m$value; }
