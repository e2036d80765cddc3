# Streams without columns; others go on.
# env: ZEEK_ALLOW_INIT_ERRORS=1
redef enum Log::ID += { NO_RECORD, NO_FIELDS, GOOD };
type Number: count;
type NoFields: record { a: count; };
type Good: record { a: count &log; };

event zeek_init()
	{
	print Log::create_stream(NO_RECORD, [$columns=Number, $path="no_record"]);
	print Log::create_stream(NO_FIELDS, [$columns=NoFields, $path="no_fields"]);
	print Log::create_stream(GOOD, [$columns=Good, $path="good"]);
	print Log::write(GOOD, [$a=1]);
	}
