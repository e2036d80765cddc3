# What is wrong with the events, types and tables of descriptions; each stream is named after what it should be told.
# env: ZEEK_ALLOW_INIT_ERRORS=1
type Number: count;
type Idx: record { i: count; };
type Two: record { i: count; j: count; };
type Val: record { s: string; };
type Other: record { t: string; };
global t: table[count] of Val;
global t2: table[count, count] of Val;

event two(d: Input::EventDescription) { }
event no_description(d: string, tpe: Input::Event, v: Val) { }
event no_kind(d: Input::EventDescription, tpe: string, v: Val) { }
event other_record(d: Input::EventDescription, tpe: Input::Event, v: Other) { }
event too_many(d: Input::EventDescription, tpe: Input::Event, v: Val, w: Val) { }
event right(d: Input::EventDescription, tpe: Input::Event, v: Val) { }

function error_function(d: Input::EventDescription, m: string, l: Reporter::Level) { }
event error_few(d: Input::EventDescription, m: string) { }
event error_of_tables(d: Input::TableDescription, m: string, l: Reporter::Level) { }
event error_no_text(d: Input::EventDescription, m: count, l: Reporter::Level) { }

function table_function(d: Input::TableDescription, tpe: Input::Event, left: Idx, right: Val) { }
event table_no_kind(d: Input::TableDescription, tpe: string, left: Idx, right: Val) { }
event table_other_index(d: Input::TableDescription, tpe: Input::Event, left: Other, right: Val) { }
event table_other_value(d: Input::TableDescription, tpe: Input::Event, left: Idx, right: Other) { }

function add_event(name: string, fields: any, ev: any, want_record: bool &default=T)
	{
	print name, Input::add_event([$source="x", $name=name, $fields=fields, $ev=ev, $want_record=want_record]);
	}

function add_error(name: string, error_ev: any)
	{
	print name, Input::add_event([$source="x", $name=name, $fields=Val, $ev=right, $error_ev=error_ev]);
	}

function add_table(name: string, ev: any)
	{
	print name, Input::add_table([$source="x", $name=name, $idx=Idx, $val=Val, $destination=t, $ev=ev]);
	}

event zeek_init()
	{
	add_event("no record", Number, right);
	add_event("too few arguments", Val, two);
	add_event("no description", Val, no_description);
	add_event("no kind of event", Val, no_kind);
	add_event("another record", Val, other_record);
	add_event("too many arguments", Val, too_many);
	add_event("too many arguments, fields", Val, too_many, F);
	add_event("another field", Val, right, F);

	add_error("function for errors", error_function);
	add_error("too few for errors", error_few);
	add_error("errors of tables", error_of_tables);
	add_error("no text of errors", error_no_text);

	print Input::add_table([$source="x", $name="index that is no record", $idx=Number, $val=Val, $destination=t]);
	print Input::add_table([$source="x", $name="value that is no record", $idx=Idx, $val=Number, $destination=t]);
	print Input::add_table([$source="x", $name="no table", $idx=Idx, $val=Val, $destination=5]);
	print Input::add_table([$source="x", $name="more indexes", $idx=Idx, $val=Val, $destination=t2]);
	print Input::add_table([$source="x", $name="fewer indexes", $idx=Two, $val=Val, $destination=t]);
	add_table("function of tables", table_function);
	add_table("no kind of event for tables", table_no_kind);
	add_table("another index", table_other_index);
	add_table("another value", table_other_value);
	}
