# Addresses that are replaced at random, or not at all.
redef orig_addr_anonymization = RANDOM_MD5;
redef resp_addr_anonymization = KEEP_ORIG_ADDR;
event zeek_init()
	{
	print anonymize_addr(10.1.2.3, RESP_ADDR), anonymize_addr([fe80::1], RESP_ADDR);
	local a = anonymize_addr(10.1.2.3, ORIG_ADDR);
	local b = anonymize_addr(10.1.2.4, ORIG_ADDR);
	print a, b, anonymize_addr([fe80::1], ORIG_ADDR);
	print a == anonymize_addr(10.1.2.3, ORIG_ADDR), a != b;
	}
