# The function that names of JSON fields go through by default leaves them as they are; another may change them.
type R: record { a_b: count; c: string &optional; };
event zeek_init()
	{
	print from_json_default_key_mapper("a-b");
	print from_json("{\"a_b\": 1}", R, from_json_default_key_mapper);
	print from_json("{\"a-b\": 1, \"C\": \"x\"}", R, function(s: string): string { return to_lower(subst_string(s, "-", "_")); });
	print from_json("{\"a-b\": 1}", R);   # error: a mandatory field is missing
	}
event zeek_init() &priority=-1
	{
	print from_json("{\"a-b\": 1}", R, function(s: string): string { return cat(1 / (|s| - |s|)); });  # error
	}
