# Positions outside of the string, formats of time that do not match.
event zeek_init() &priority=-5
	{
	print sub_bytes("abc", 0, 2), sub_bytes("abc", 2, -1), sub_bytes("abc", 9, 2), sub_bytes("abc", 1, 99);
	print edit("abc", ""), edit("abc", "xy");
	print find_str("abc", "b", 5), find_str("abc", "b", 0, -9), rfind_str("abc", "b", 9, 3), find_str("", ""), find_str("abc", "");
	print str_split_indices("abc", vector(9, 0, 2, 1)), str_split_indices("abc", vector());
	print split_string_n("a,b,c", /,/, T, 0), split_string("", /,/), split_string1("abc", /x/);
	}
event zeek_init() &priority=-6
	{
	print strftime("", double_to_time(0.0)), strftime("%Y", double_to_time(-1e18)), strftime("%Q", double_to_time(0.0));
	print strptime("%Y", "x"), strptime("%Y-%m-%d", "2024-13-45");
	print double_to_time(0.0/1.0), double_to_interval(-1.5);
	}
event zeek_init() &priority=-11 { print join_string_vec(vector(), ","), join_string_vec(vector("a"), ","), join_string_set(set(), ","); }
event zeek_init() &priority=-12 { print cat_sep(), cat_sep(","), cat_sep(",", "x"), cat_sep(",", "-", "", "b"), cat(); }
event zeek_init() &priority=-20 { print unescape_URI("%"), unescape_URI("%4"), unescape_URI("%zz"), unescape_URI("%41%00"), uuid_to_string("x"), safe_shell_quote("\x00a\"b$`\\"); }
event zeek_init() &priority=-21 { print levenshtein_distance("", "abc"), strcmp("", "a"), strstr("", ""), strstr("abc", ""), count_substr("aaa", ""), count_substr("aaa", "aa"); }
