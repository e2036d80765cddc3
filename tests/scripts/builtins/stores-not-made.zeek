# A master whose file is no data base, or cannot be, is not made; a value that contains itself is no Broker::Data.
# env: ZEEK_ALLOW_INIT_ERRORS=1
# files: text
type Node: record { link: any &optional; };
event zeek_init()
	{
	local f = open("text");
	print f, "This is no data base, and nothing is to be written over it.";
	close(f);
	print Broker::create_master("text", Broker::SQLITE, [$sqlite=[$path="text"]]);
	}
event zeek_init() &priority=-1
	{
	print Broker::create_master("nowhere", Broker::SQLITE, [$sqlite=[$path="/proc/nowhere/file"]]);
	}
event zeek_init() &priority=-2
	{
	local r = Node();
	r$link = r;
	print Broker::data(r);
	delete r$link;
	}
