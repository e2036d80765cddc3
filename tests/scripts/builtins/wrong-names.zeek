# Names of nothing, values without names.
event zeek_init() &priority=-15 { print enum_to_int(5), enum_names(5), enum_names("nothing"), record_fields(5), record_type_to_vector("nothing"), type_name(5); }
event zeek_init() &priority=-16 { print lookup_ID("nothing"), lookup_ID(""), same_object(5, 5), same_object(vector(), 5); }
event zeek_init() &priority=-17 { print unique_id_from(1000, "x") != "", file_mode(99999999), compress_path(""), find_in_zeekpath("/nowhere"), find_in_zeekpath(""); }
event zeek_init() &priority=-18 { print string_to_pattern("(", F); }
event zeek_init() &priority=-19 { print "(" == string_to_pattern("(", T), convert_for_pattern("a.b*"); }
event zeek_init() &priority=-25 { print Option::set("nothing", 1), Option::set_change_handler("nothing", 5), Option::any_set_to_any_vec(5); }
