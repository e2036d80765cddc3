# env: ZEEK_ALLOW_INIT_ERRORS=1
# table() and set() become what the option needs; data that does not fit is named by its own kind.
option numbers: set[count] = { 1, 2 };
option names: table[string] of string = { ["a"] = "b" };
option number: count = 1;
function changed(ID: string, value: set[count]): set[count]
	{
	print "changed", ID, value;
	return value;
	}
event zeek_init()
	{
	Option::set_change_handler("numbers", changed);
	print Option::set("numbers", set()), |numbers|;
	print Option::set("names", table()), |names|;
	print Option::set("number", set());
	print Option::set("number", Broker::data(5)), number;
	print Option::set("number", Broker::data("x")), number;
	print Option::set("number", Broker::data(set(1.2.3.4))), number;
	print Option::set("number", Broker::data(-1)), number;
	}
