# Texts that are no number, address, network or port.
event zeek_init() &priority=-1
	{
	print to_count("x"), to_count(""), to_count("-1"), to_count(" 5"), to_count("5 "), to_count("0x10"), to_count("99999999999999999999");
	print to_int("x"), to_int("-9223372036854775809"), to_int("9223372036854775808"), to_int("+5");
	print to_double("x"), to_double("1e999"), to_double(""), to_double("0x1p3");
	print to_addr("1.2.3"), to_addr(""), to_addr("1.2.3.4.5"), to_addr("::g"), to_addr("01.02.03.04");
	print to_subnet("1.2.3.4"), to_subnet("1.2.3.4/33"), to_subnet("::/129"), to_subnet("x/8");
	print to_port("80"), to_port("80/xyz"), to_port("65536/tcp"), to_port("-1/udp"), to_port("");
	}
