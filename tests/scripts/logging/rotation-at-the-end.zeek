# At the end everything that has an interval is rotated, before zeek_done(); writers without files tell their postprocessors, too.
# files: foo-x.log foo.log
# mask: ^#(open|close)\t.*$ => #\1\t<time>
module Foo;
export { redef enum Log::ID += { LOG }; type Info: record { a: count &log; }; }
redef Log::rotation_format_func = function(ri: Log::RotationFmtInfo): Log::RotationPath { print "fmt", ri$writer, ri$path, ri$terminating; return [$file_basename=ri$path + "-x"]; };
function pp(info: Log::RotationInfo): bool { print "pp", info$writer, info$fname, info$path, info$terminating, info$open <= info$close; return T; }
redef Log::default_rotation_interval = 2hr;
event zeek_init()
	{
	Log::create_stream(LOG, [$columns=Info, $path="foo"]);
	Log::add_filter(LOG, [$name="none", $path="foonone", $writer=Log::WRITER_NONE, $postprocessor=pp]);
	Log::add_filter(LOG, [$name="sql", $path="foosql", $writer=Log::WRITER_SQLITE, $postprocessor=pp, $config=table(["tablename"]="t")]);
	Log::add_filter(LOG, [$name="pp", $path="foopp", $postprocessor=pp]);
	Log::write(LOG, Info($a=1));
	}
event zeek_done() { print "done"; Log::write(LOG, Info($a=2)); }
