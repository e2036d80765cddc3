# env: ZEEK_ALLOW_INIT_ERRORS=1
# Families of metrics that do not go together.
@load base/frameworks/telemetry
event zeek_init()
	{
	local a = Telemetry::__counter_family("t", "a", vector("x"));
	local b = Telemetry::__counter_family("t", "a", vector("x"));
	print Telemetry::__counter_family("t", "a", vector("y"));        # error: other labels
	print "other labels";
	}
event zeek_init() &priority=-2
	{
	local a = Telemetry::__counter_family("t", "b", vector("x"));
	local m = Telemetry::__counter_metric_get_or_add(a, table(["x"] = "1"));
	print Telemetry::__counter_inc(m, 2.5), Telemetry::__counter_inc(m, -1.0), Telemetry::__counter_value(m);
	print Telemetry::__counter_value(Telemetry::__counter_metric_get_or_add(a, table(["x"] = "1")));
	}
event zeek_init() &priority=-3
	{
	local h = Telemetry::__histogram_family("t", "h", vector(), vector(2.0, 1.0));
	local m = Telemetry::__histogram_metric_get_or_add(h, table());
	print Telemetry::__histogram_observe(m, 1.5), Telemetry::__histogram_observe(m, -5.0), Telemetry::__histogram_sum(m);
	local g = Telemetry::__gauge_metric_get_or_add(Telemetry::__gauge_family("t", "g", vector()), table());
	print Telemetry::__gauge_inc(g, 2.0), Telemetry::__gauge_dec(g, 5.0), Telemetry::__gauge_value(g);
	}
