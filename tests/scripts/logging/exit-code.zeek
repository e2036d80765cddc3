# A process that ends by exit() keeps what it has written.
# files: p.log
# mask: ^#(open|close)\t.*$ => #\1\t<time>
module P;
export {
	redef enum Log::ID += { LOG };
	type Row: record { n: count &log; };
}
event zeek_init()
	{
	Log::create_stream(LOG, [$columns=Row, $path="p"]);
	Log::write(LOG, Row($n=1));
	exit(3);
	}
