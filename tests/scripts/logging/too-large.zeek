# A record above the limit is left out, and told as a weird; those around it are written.
# files: p.log
# mask: ^#(open|close)\t.*$ => #\1\t<time>
redef Log::max_log_record_size = 100;
module P;
export {
	redef enum Log::ID += { LOG };
	type Row: record { n: count &log; s: string &log; v: vector of string &log &optional; };
}
function repeat(s: string, n: count): string { local r = ""; while ( |r| < n ) r += s; return r; }
event net_weird(name: string, addl: string, source: string) { print name, addl, source; }
event zeek_init()
	{
	Log::create_stream(LOG, [$columns=Row, $path="p"]);
	Log::write(LOG, Row($n=1, $s="short"));
	print Log::write(LOG, Row($n=2, $s=repeat("x", 101)));
	print Log::write(LOG, Row($n=3, $s="", $v=vector(repeat("x", 50), repeat("y", 50))));
	# What counts is what it is made of, not how it looks.
	Log::write(LOG, Row($n=4, $s=repeat("\xff", 90)));
	}
