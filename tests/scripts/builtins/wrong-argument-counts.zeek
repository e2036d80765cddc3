# env: ZEEK_ALLOW_INIT_ERRORS=1
# Built-in functions that would take anything look at how much it is.
event zeek_init() &priority=5 { print string_cat(5); }
event zeek_init() &priority=4 { print type_name(1, 2); }
event zeek_init() &priority=3 { print type_name(); }
event zeek_init() &priority=2 { print table_pattern_matcher_stats(5); }
event zeek_init() &priority=1 { print |unique_id_from(10000, "C")| > 5, lookup_ID("no_value"); }
global no_value: function(a: count): count;
