# telemetry.log and telemetry_histogram.log have what was counted.
# files: telemetry.log telemetry_histogram.log
@load frameworks/telemetry/log
@load tuning/json-logs
redef Telemetry::log_prefixes = { "test" };
global requests = Telemetry::register_counter_family([$prefix="test", $name="requests", $unit="1",
	$help_text="Requests.", $label_names=vector("kind")]);
global level = Telemetry::register_gauge_family([$prefix="test", $name="level", $unit="1", $help_text="Level."]);
global sizes = Telemetry::register_histogram_family([$prefix="test", $name="sizes", $unit="bytes",
	$help_text="Sizes.", $bounds=vector(1.0, 10.0)]);

hook Telemetry::log_policy(rec: Telemetry::Info, id: Log::ID, filter: Log::Filter) { rec$ts = 0; }
hook Telemetry::log_policy_histogram(rec: Telemetry::HistogramInfo, id: Log::ID, filter: Log::Filter) { rec$ts = 0; }

event Telemetry::log_telemetry(rec: Telemetry::Info) { print rec$name, rec$value; }
event Telemetry::log_telemetry_histogram(rec: Telemetry::HistogramInfo) { print rec$name, rec$bounds, rec$values; }

event zeek_init()
	{
	Telemetry::counter_family_inc(requests, vector("a"));
	Telemetry::gauge_family_inc(level, vector(), 2.5);
	Telemetry::histogram_family_observe(sizes, vector(), 5.0);
	}
