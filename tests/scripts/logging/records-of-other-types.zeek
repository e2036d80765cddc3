# Records that are none of the stream's type: fields go by their names up to the first that has no column; what is missing is said.
# files: p.log
# mask: ^#(open|close)\t.*$ => #\1\t<time>
module P;
export {
	redef enum Log::ID += { LOG };
	type Row: record {
		a: count &log;
		b: string &log &optional;
		c: set[string] &log;
		d: count &log &default=9;
	};
}
event zeek_init()
	{
	Log::create_stream(LOG, [$columns=Row, $path="p"]);
	Log::write(LOG, [$b="no a"]);
	Log::write(LOG, [$a=1, $x=5, $b="behind", $d=7]);
	Log::write(LOG, [$a=2, $b="fine"]);
	}
