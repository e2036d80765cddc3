# Dotted decimals in texts: four numbers, however they are written.
type addr_alias: addr;
event zeek_init()
	{
	print is_valid_ip("01.2.3.4"), is_valid_ip(" 1.2.3.4"), is_valid_ip("+1.2.3.4"), is_valid_ip("1.2.3.4 "), is_valid_ip("1.2.3.256"),
	      is_valid_ip("1.2.3"), is_valid_ip("1.2.3.4\x00"), is_valid_ip("::1"), is_valid_ip("0x1.2.3.4"), is_valid_ip("");
	print to_addr("1. 2.3.004"), to_subnet("010.0.0.0/8"), to_subnet("2001:db8::/32");
	print from_json("\"010.1.2.3\"", addr_alias)$v;
	}
