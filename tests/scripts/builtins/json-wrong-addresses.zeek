# An address that is none is reported, and becomes ::; IPv6 may stand in brackets.
type ad: addr;
type R: record { a: addr; b: set[addr] &optional; };
event zeek_init()
	{
	print from_json("\"1.2.3\"", ad);
	print from_json("\"[2001:db8::1]\"", ad);
	print from_json("{\"a\": \"x y\", \"b\": [\"1.2.3.4\", \"\"]}", R);
	}
