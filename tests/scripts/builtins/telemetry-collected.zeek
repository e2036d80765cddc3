# What has been counted can be collected by prefix and name.
@load base/frameworks/telemetry
global requests = Telemetry::register_counter_family([$prefix="test", $name="requests", $unit="1",
	$help_text="Requests.", $label_names=vector("kind")]);
global sizes = Telemetry::register_histogram_family([$prefix="test", $name="sizes", $unit="bytes",
	$help_text="Sizes.", $bounds=vector(1.0, 10.0)]);
event zeek_init()
	{
	Telemetry::counter_family_inc(requests, vector("a"));
	Telemetry::counter_family_inc(requests, vector("a"), 2.0);
	Telemetry::counter_family_inc(requests, vector("b"));
	Telemetry::histogram_family_observe(sizes, vector(), 5.0);
	for ( _, m in Telemetry::collect_metrics("test", "*") )
		print m$opts$prefix, m$opts$name, m$label_values, m$value;
	print |Telemetry::collect_metrics("nothing", "*")|;
	for ( _, h in Telemetry::collect_histogram_metrics("test", "*") )
		print h$opts$name, h$values, h$observations, h$sum;
	}
