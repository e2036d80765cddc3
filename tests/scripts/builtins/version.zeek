# env: ZEEK_ALLOW_INIT_ERRORS=1
# Versions become records.
@load base/misc/version
event zeek_init()
	{
	for ( i, text in vector("1.5", "2.0.3", "2.5-beta", "2.5-beta3-17", "2.6-936-debug", "12.34.5-rc1", "4.1.0-dev.51-debug", "7.0.1-mine") )
		print text, Version::parse(text);
	print Version::parse("2.x");
	print Version::number, Version::info;
	print Version::at_least("7.0.11"), Version::at_least("6.9"), Version::at_least("7.1");
	}
