# Escapes in URIs, names in NetBIOS, texts that are cut nowhere, masks that are too long.
event zeek_init()
	{
	print unescape_URI("%%41"), unescape_URI("%u0041%u00e4%u20ac%u12"), unescape_URI("100%"), unescape_URI("%4"), unescape_URI("%zz");
	print decode_netbios_name("fhepfcelehfcepfffacacacacacacabl"), decode_netbios_name_type("fhepfcelehfcepfffacacacacacacabl");
	print decode_netbios_name("abacfpfpenfdecfcepfhfdeffpfpacab"), decode_netbios_name_type("abacfpfpenfdecfcepfhfdeffpfpacab");
	print decode_netbios_name("QQEPFCELEHFCEPFFFACACACACACACABL") == "", decode_netbios_name_type("QQEPFCELEHFCEPFFFACACACACACACABL"), decode_netbios_name("EB") == "";
	print |str_split_indices("hello", vector())|, str_split_indices("hello", vector(2));
	print mask_addr(1.2.3.4, 32), mask_addr([2001:db8::1], 128);
	print mask_addr(1.2.3.4, 33), mask_addr([2001:db8::1], 129);
	}
