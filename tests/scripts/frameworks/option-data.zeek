# Options take what Broker::Data holds, for that is how values from other nodes arrive.
option level: count = 1;
option hosts: set[addr] = {};

event zeek_init()
	{
	Option::set_change_handler("level", function(id: string, value: count): count { print "change", id, value; return value; });
	print Option::set("level", Broker::data(5)), level;
	print Option::set("hosts", Broker::data(set(1.2.3.4))), hosts;
	print Option::set("level", Broker::data("five")), level;
	print Option::set("level", Broker::Data()), level;
	}
