# What is wrong with descriptions.
# env: ZEEK_ALLOW_INIT_ERRORS=1
type Idx: record { i: count; };
type Val: record { s: string; };
type Two: record { a: string; b: string; };
type WithFile: record { f: file; };
type WithOptional: record { r: Val &optional; };
global t: table[count] of Val;
global by_string: table[string] of Val;
global names: table[count] of string;
global s: set[count];

event few(d: Input::TableDescription, tpe: Input::Event, left: Idx) { }
event other(d: Input::EventDescription, tpe: Input::Event, left: Idx, right: Val) { }
event line(d: Input::EventDescription, tpe: Input::Event, v: Val) { }
event field(d: Input::EventDescription, tpe: Input::Event, v: count) { }
event with_file(d: Input::EventDescription, tpe: Input::Event, v: WithFile) { }
event with_optional(d: Input::EventDescription, tpe: Input::Event, v: WithOptional) { }
event wrong(d: Input::EventDescription, m: string, l: count) { }
function f(d: Input::EventDescription, tpe: Input::Event, v: Val) { }

event zeek_init()
	{
	print Input::add_table([$source="x", $name="no val", $destination=t, $idx=Idx]);
	print Input::add_table([$source="x", $name="val of a set", $destination=s, $idx=Idx, $val=Val]);
	print Input::add_table([$source="x", $name="index", $destination=by_string, $idx=Idx, $val=Val]);
	print Input::add_table([$source="x", $name="more indexes", $destination=t, $idx=Two, $val=Val]);
	print Input::add_table([$source="x", $name="value", $destination=names, $idx=Idx, $val=Val]);
	print Input::add_table([$source="x", $name="one field", $destination=names, $idx=Idx, $val=Two, $want_record=F]);
	print Input::add_table([$source="x", $name="few", $destination=t, $idx=Idx, $val=Val, $ev=few]);
	print Input::add_table([$source="x", $name="other", $destination=t, $idx=Idx, $val=Val, $ev=other]);
	print Input::add_event([$source="x", $name="function", $fields=Val, $ev=f]);
	print Input::add_event([$source="x", $name="fields", $fields=Two, $ev=line]);
	print Input::add_event([$source="x", $name="type", $fields=Val, $ev=field, $want_record=F]);
	print Input::add_event([$source="x", $name="file", $fields=WithFile, $ev=with_file]);
	print Input::add_event([$source="x", $name="optional record", $fields=WithOptional, $ev=with_optional]);
	print Input::add_event([$source="x", $name="error event", $fields=Val, $ev=line, $error_ev=wrong]);
	print Input::add_event([$source="x", $name="twice", $fields=Val, $ev=line]);
	print Input::add_event([$source="x", $name="twice", $fields=Val, $ev=line]);
	print Input::remove("twice"), Input::remove("twice"), Input::force_update("twice");
	}
