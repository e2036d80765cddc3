# Bytes, counts and names that make no address or port.
event zeek_init() &priority=-4
	{
	print raw_bytes_to_v4_addr("x"), raw_bytes_to_v6_addr("x");
	print counts_to_addr(vector(1, 2)), counts_to_addr(vector(1, 2, 3, 4)), counts_to_addr(vector(99999999999));
	print mask_addr(1.2.3.4, 33), mask_addr([::1], 129), mask_addr(1.2.3.4, 0);
	print remask_addr(1.2.3.4, 5.6.7.8, 129);
	print ptr_name_to_addr("x"), ptr_name_to_addr("1.2.3.in-addr.arpa"), addr_to_ptr_name(1.2.3.4);
	print count_to_v4_addr(4294967296);
	print count_to_port(65536, tcp), count_to_port(1, unknown_transport);
	print fmt_ftp_port([::1], 80/tcp), parse_ftp_port("1,2,3"), parse_ftp_port("1,2,3,4,5,600"), parse_eftp_port("|9|x|80|"), parse_ftp_epsv("x");
	}
event zeek_init() &priority=-23 { print matching_subnets(10.0.0.0/8, table([1] = 2)); }
event zeek_init() &priority=-24 { print check_subnet(10.0.0.0/8, set(1)), filter_subnet_table(10.0.0.0/8, 5); }
