# Ports whose protocol is in another column: there, wrong, and both of them missing.
# timeout: 20
# sort: out
redef exit_only_after_terminate = T;
type Line: record {
	name: string;
	p: port &type_column="protocol" &optional;
};
global left: count = 3;

event whole_line(description: Input::EventDescription, kind: Input::Event, l: Line) { print description$name, l; }

event Input::end_of_data(name: string, source: string)
	{
	if ( --left == 0 )
		terminate();
	}

function write(file_name: string, text: string)
	{
	local f = open(file_name);
	write_file(f, text);
	close(f);
	}

event zeek_init()
	{
	write("ports", "#fields\tname\tp\tprotocol\na\t80\ttcp\nb\t53\tudp\nc\t8\ticmp\nd\t-\ttcp\ne\t5\tunknown\n");
	write("written", "#fields\tname\tp\tprotocol\na\t80/tcp\ttcp\n");
	write("none", "#fields\tname\na\n");
	Input::add_event([$source="ports", $name="ports", $fields=Line, $ev=whole_line]);
	Input::add_event([$source="written", $name="written", $fields=Line, $ev=whole_line]);
	Input::add_event([$source="none", $name="none", $fields=Line, $ev=whole_line]);
	}
