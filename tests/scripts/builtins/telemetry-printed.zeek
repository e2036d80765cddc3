# Families and metrics have no text of their own.
event zeek_init()
	{
	local c = Telemetry::__counter_family("a", "b", vector("l"), "help");
	print c, Telemetry::__counter_metric_get_or_add(c, table(["l"] = "x"));
	}
