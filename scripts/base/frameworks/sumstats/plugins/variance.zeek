@load ../main
@load ./average

module SumStats;

export {
	redef enum Calculation += {
		## The variance of the values, as a sample's.
		VARIANCE
	};
	redef record ResultVal += {
		variance: double &default=0.0;
	};
}

redef record ResultVal += {
	# The mean before the last value, and the sum of squared differences from the mean.
	prev_avg: double &default=0.0;
	var_s: double &default=0.0;
};

function set_variance(rv: ResultVal)
	{
	rv$variance = rv$num > 1 ? rv$var_s / (rv$num - 1) : 0.0;
	}

hook register_observe_plugins()
	{
	register_observe_plugin(VARIANCE, function(r: Reducer, val: double, obs: Observation, rv: ResultVal)
		{
		if ( rv$num > 1 )
			rv$var_s += (val - rv$prev_avg) * (val - rv$average);
		set_variance(rv);
		rv$prev_avg = rv$average;
		});
	add_observe_plugin_dependency(VARIANCE, AVERAGE);
	}

hook compose_resultvals_hook(result: ResultVal, rv1: ResultVal, rv2: ResultVal) &priority=-5
	{
	if ( rv1?$average && rv2?$average && rv1$num + rv2$num > 0 )
		{
		local between = rv2$average - rv1$average;
		result$var_s = rv1$var_s + rv2$var_s + between * between * rv1$num * rv2$num / (rv1$num + rv2$num);
		}
	else
		result$var_s = rv1$var_s + rv2$var_s;
	if ( result?$average )
		result$prev_avg = result$average;
	set_variance(result);
	}
