##! Telemetry: numbers that a program keeps about itself. A family has a name, and a member for each combination of
##! label values.
@load base/bif/telemetry.bif

module Telemetry;

export {
	type MetricType: enum { COUNTER, GAUGE, HISTOGRAM };

	type labels_vector: vector of string;

	type MetricOpts: record {
		prefix: string;
		name: string;
		unit: string &optional;
		help_text: string &optional;
		label_names: vector of string &default=vector();
		## Counts up only; that is so for counters, and not for gauges.
		is_total: bool &optional;
		## Of a histogram: where its ranges end.
		bounds: vector of double &optional;
		metric_type: MetricType &optional;
	};

	type Metric: record {
		opts: MetricOpts;
		label_names: vector of string &default=vector();
		label_values: vector of string &default=vector();
		value: double;
	};

	type HistogramMetric: record {
		opts: MetricOpts;
		label_names: vector of string &default=vector();
		label_values: vector of string &default=vector();
		## How many measurements were in each range; the last range has no end.
		values: vector of double;
		observations: double;
		sum: double;
	};

	# -- counters only grow

	type Counter: record {
		__metric: opaque of counter_metric;
	};
	type CounterFamily: record {
		__family: opaque of counter_metric_family;
		__labels: vector of string;
	};

	global register_counter_family: function(opts: MetricOpts): CounterFamily;
	global counter_with: function(cf: CounterFamily, label_values: labels_vector &default=vector()): Counter;
	global counter_inc: function(c: Counter, amount: double &default=1.0): bool;
	## To a value that is not below the present one.
	global counter_set: function(c: Counter, value: double): bool;
	global counter_family_inc: function(cf: CounterFamily, label_values: labels_vector &default=vector(),
	                                    amount: double &default=1.0): bool;
	global counter_family_set: function(cf: CounterFamily, label_values: labels_vector, value: double): bool;

	# -- gauges go up and down

	type Gauge: record {
		__metric: opaque of gauge_metric;
	};
	type GaugeFamily: record {
		__family: opaque of gauge_metric_family;
		__labels: vector of string;
	};

	global register_gauge_family: function(opts: MetricOpts): GaugeFamily;
	global gauge_with: function(gf: GaugeFamily, label_values: labels_vector &default=vector()): Gauge;
	global gauge_inc: function(g: Gauge, amount: double &default=1.0): bool;
	global gauge_dec: function(g: Gauge, amount: double &default=1.0): bool;
	global gauge_set: function(g: Gauge, value: double): bool;
	global gauge_family_inc: function(gf: GaugeFamily, label_values: labels_vector &default=vector(),
	                                  amount: double &default=1.0): bool;
	global gauge_family_dec: function(gf: GaugeFamily, label_values: labels_vector &default=vector(),
	                                  amount: double &default=1.0): bool;
	global gauge_family_set: function(gf: GaugeFamily, label_values: labels_vector, value: double): bool;

	# -- histograms count measurements in ranges

	type Histogram: record {
		__metric: opaque of histogram_metric;
	};
	type HistogramFamily: record {
		__family: opaque of histogram_metric_family;
		__labels: vector of string;
	};

	global register_histogram_family: function(opts: MetricOpts): HistogramFamily;
	global histogram_with: function(hf: HistogramFamily, label_values: labels_vector &default=vector()): Histogram;
	global histogram_observe: function(h: Histogram, measurement: double): bool;
	global histogram_family_observe: function(hf: HistogramFamily, label_values: labels_vector,
	                                          measurement: double): bool;

	# -- all there is, by shell patterns for prefix and name

	global collect_metrics: function(prefix: string &default="*", name: string &default="*"): vector of Metric;
	global collect_histogram_metrics: function(prefix: string &default="*",
	                                           name: string &default="*"): vector of HistogramMetric;
}

# A family without labels: callers with wrong label values get its member, so that they have something to count in.
function misused(kind: string): MetricOpts
	{
	return MetricOpts($prefix="zeek", $name=fmt("telemetry_%s_usage_error", kind),
	                  $help_text="Uses with wrong label values", $bounds=vector(1.0));
	}

function fits(names: vector of string, values: labels_vector): bool
	{
	if ( |names| == |values| )
		return T;
	Reporter::error(fmt("Invalid label values expected %s, have %s", |names|, |values|));
	return F;
	}

function labels(names: vector of string, values: labels_vector): table_string_of_string
	{
	local by_name: table_string_of_string = table();
	for ( i, name in names )
		by_name[name] = values[i];
	return by_name;
	}

function help_text(opts: MetricOpts): string
	{
	return opts?$help_text ? opts$help_text : "Zeek Script Metric";
	}

function unit(opts: MetricOpts): string
	{
	return opts?$unit ? opts$unit : "";
	}

# -- counters

function register_counter_family(opts: MetricOpts): CounterFamily
	{
	local family = Telemetry::__counter_family(opts$prefix, opts$name, opts$label_names, help_text(opts), unit(opts));
	return CounterFamily($__family=family, $__labels=opts$label_names);
	}

function counter_with(cf: CounterFamily, label_values: labels_vector): Counter
	{
	if ( ! fits(cf$__labels, label_values) )
		return counter_with(register_counter_family(misused("counter")));
	local member = Telemetry::__counter_metric_get_or_add(cf$__family, labels(cf$__labels, label_values));
	return Counter($__metric=member);
	}

function counter_inc(c: Counter, amount: double): bool
	{
	return Telemetry::__counter_inc(c$__metric, amount);
	}

function counter_set(c: Counter, value: double): bool
	{
	local now_at = Telemetry::__counter_value(c$__metric);
	if ( value < now_at )
		{
		Reporter::error(fmt("Attempted to set lower counter value=%s cur_value=%s", value, now_at));
		return F;
		}
	return Telemetry::__counter_inc(c$__metric, value - now_at);
	}

function counter_family_inc(cf: CounterFamily, label_values: labels_vector, amount: double): bool
	{
	return counter_inc(counter_with(cf, label_values), amount);
	}

function counter_family_set(cf: CounterFamily, label_values: labels_vector, value: double): bool
	{
	return counter_set(counter_with(cf, label_values), value);
	}

# -- gauges

function register_gauge_family(opts: MetricOpts): GaugeFamily
	{
	local family = Telemetry::__gauge_family(opts$prefix, opts$name, opts$label_names, help_text(opts), unit(opts));
	return GaugeFamily($__family=family, $__labels=opts$label_names);
	}

function gauge_with(gf: GaugeFamily, label_values: labels_vector): Gauge
	{
	if ( ! fits(gf$__labels, label_values) )
		return gauge_with(register_gauge_family(misused("gauge")));
	local member = Telemetry::__gauge_metric_get_or_add(gf$__family, labels(gf$__labels, label_values));
	return Gauge($__metric=member);
	}

function gauge_inc(g: Gauge, amount: double): bool
	{
	return Telemetry::__gauge_inc(g$__metric, amount);
	}

function gauge_dec(g: Gauge, amount: double): bool
	{
	return Telemetry::__gauge_dec(g$__metric, amount);
	}

function gauge_set(g: Gauge, value: double): bool
	{
	return Telemetry::__gauge_inc(g$__metric, value - Telemetry::__gauge_value(g$__metric));
	}

function gauge_family_inc(gf: GaugeFamily, label_values: labels_vector, amount: double): bool
	{
	return gauge_inc(gauge_with(gf, label_values), amount);
	}

function gauge_family_dec(gf: GaugeFamily, label_values: labels_vector, amount: double): bool
	{
	return gauge_dec(gauge_with(gf, label_values), amount);
	}

function gauge_family_set(gf: GaugeFamily, label_values: labels_vector, value: double): bool
	{
	return gauge_set(gauge_with(gf, label_values), value);
	}

# -- histograms

function register_histogram_family(opts: MetricOpts): HistogramFamily
	{
	local bounds: double_vec = opts?$bounds ? opts$bounds : double_vec();
	local family = Telemetry::__histogram_family(opts$prefix, opts$name, opts$label_names, bounds, help_text(opts),
	                                             unit(opts));
	return HistogramFamily($__family=family, $__labels=opts$label_names);
	}

function histogram_with(hf: HistogramFamily, label_values: labels_vector): Histogram
	{
	if ( ! fits(hf$__labels, label_values) )
		return histogram_with(register_histogram_family(misused("histogram")));
	local member = Telemetry::__histogram_metric_get_or_add(hf$__family, labels(hf$__labels, label_values));
	return Histogram($__metric=member);
	}

function histogram_observe(h: Histogram, measurement: double): bool
	{
	return Telemetry::__histogram_observe(h$__metric, measurement);
	}

function histogram_family_observe(hf: HistogramFamily, label_values: labels_vector, measurement: double): bool
	{
	return histogram_observe(histogram_with(hf, label_values), measurement);
	}

# -- collecting

function collect_metrics(prefix: string, name: string): vector of Metric
	{
	hook Telemetry::sync();
	local found: vector of Metric;
	for ( i, m in Telemetry::__collect_metrics(prefix, name) )
		found += m as Metric;
	return found;
	}

function collect_histogram_metrics(prefix: string, name: string): vector of HistogramMetric
	{
	hook Telemetry::sync();
	local found: vector of HistogramMetric;
	for ( i, m in Telemetry::__collect_histogram_metrics(prefix, name) )
		found += m as HistogramMetric;
	return found;
	}
