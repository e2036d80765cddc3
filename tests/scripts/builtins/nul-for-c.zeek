# env: ZEEK_ALLOW_INIT_ERRORS=1
# What goes on to the system as a C string has no NUL; times have what their texts leave out from the beginning of 1970.
event zeek_init()
	{
	print strftime("%Y\x00", double_to_time(0.0)), strptime("%Y", "2\x00");
	print Reporter::info("a\x00b"), Reporter::warning("c\x00d"), Reporter::error("e\x00f");
	print strptime("%Y", "2020"), strptime("%H:%M", "10:20"), strptime("%d", "7"), strptime("", "");
	}
