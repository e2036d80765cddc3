# Counters, gauges and histograms, by their families and by handles to one of a family; nothing can make a counter smaller.
# env: ZEEK_ALLOW_INIT_ERRORS=1
@load base/frameworks/telemetry

event zeek_init()
	{
	local counters = Telemetry::register_counter_family([$prefix="my", $name="things", $unit="1", $help_text="Things.", $label_names=vector("kind")]);
	local apples = Telemetry::counter_with(counters, vector("apple"));
	print Telemetry::counter_inc(apples), Telemetry::counter_inc(apples, 2.5), Telemetry::counter_set(apples, 10.0);
	print Telemetry::counter_family_inc(counters, vector("pear")), Telemetry::counter_family_set(counters, vector("pear"), 4.0);

	local gauges = Telemetry::register_gauge_family([$prefix="my", $name="level", $unit="1", $help_text="A level.", $label_names=vector("tank")]);
	local tank = Telemetry::gauge_with(gauges, vector("a"));
	print Telemetry::gauge_inc(tank, 5.0), Telemetry::gauge_dec(tank), Telemetry::gauge_dec(tank, 1.5), Telemetry::gauge_set(tank, 7.0);
	print Telemetry::gauge_family_inc(gauges, vector("b")), Telemetry::gauge_family_dec(gauges, vector("b"), 3.0),
	      Telemetry::gauge_family_set(gauges, vector("c"), -1.0);

	local histograms = Telemetry::register_histogram_family([$prefix="my", $name="size", $unit="bytes", $help_text="A size.",
	                                                        $label_names=vector("of"), $bounds=vector(10.0, 100.0)]);
	local sizes = Telemetry::histogram_with(histograms, vector("files"));
	print Telemetry::histogram_observe(sizes, 5.0), Telemetry::histogram_observe(sizes, 50.0), Telemetry::histogram_observe(sizes, 500.0);

	for ( i, metric in Telemetry::collect_metrics("my", "*") )
		print metric$opts$name, metric$label_values, metric$value;
	for ( j, histogram in Telemetry::collect_histogram_metrics("my", "*") )
		print histogram$opts$name, histogram$label_values, histogram$values, histogram$observations, histogram$sum;
	}

event zeek_init() &priority=-1
	{
	local counters = Telemetry::register_counter_family([$prefix="my", $name="other", $unit="1", $help_text="Others."]);
	local one = Telemetry::counter_with(counters);
	print Telemetry::counter_set(one, 5.0), Telemetry::counter_set(one, 3.0), Telemetry::counter_inc(one, -1.0);
	for ( i, metric in Telemetry::collect_metrics("my", "other") )
		print metric$value;
	}
