# env: ZEEK_ALLOW_INIT_ERRORS=1
# Texts and doubles that are no numbers of their kind, as the reference's processors and libraries see them.
event zeek_init()
	{
	print to_port("80-tcp"), to_port(" 80/tcp"), to_port("+5/udp"), to_port("/icmp"), to_port("-1/tcp");
	print count_to_port(4294967376, tcp), count_to_port(4294967295, tcp);
	print double_to_int(1e30), double_to_int(-1e30), double_to_count(1e30), double_to_count(1e19);
	}
event zeek_init()
	{
	print to_port("1234567/tcp"), to_port("80/tcp\x00");
	}
