# Arguments that are no vector, set or table; the statement ends there if the function gives nothing.
event zeek_init() &priority=-7
	{
	print sort(5), order("x"), sort(vector("b", "a"), 5);
	}
event zeek_init() &priority=-8 { print resize(5, 1), clear_table(5); }
event zeek_init() &priority=-9 { print table_keys(5), table_values(set(1)); }
event zeek_init() &priority=-10 { print all_set(5), any_set(vector(1)); }
