# Numbers out of range, bytes that are too many or too few, functions outside of their domain.
event zeek_init() &priority=-2
	{
	print double_to_count(-1.0), double_to_count(1e30), double_to_int(1e30), int_to_count(-1);
	print bytestring_to_count("123456789"), bytestring_to_count(""), bytestring_to_count("abc");
	print bytestring_to_double("x"), bytestring_to_float("x");
	print hexstr_to_bytestring("abc"), hexstr_to_bytestring("zz");
	print decode_base64("abc"), decode_base64("****"), decode_base64("YQ==YQ=="), decode_base64("YQ==", "abc");
	print encode_base64("x", "abc");
	}
event zeek_init() &priority=-3
	{
	print sqrt(-1.0), ln(0.0), ln(-1.0), log10(-1.0), log2(0.0), exp(1000.0), pow(-1.0, 0.5);
	print floor(1e300), ceil(-0.5), floor(-0.5);
	print rand(0), haversine_distance(999.0, 0.0, 0.0, 0.0);
	}
