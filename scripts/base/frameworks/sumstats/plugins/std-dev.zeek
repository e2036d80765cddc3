@load ../main
@load ./variance

module SumStats;

export {
	redef enum Calculation += {
		## The standard deviation of the values.
		STD_DEV
	};
	redef record ResultVal += {
		std_dev: double &default=0.0;
	};
}

hook register_observe_plugins()
	{
	register_observe_plugin(STD_DEV, function(r: Reducer, val: double, obs: Observation, rv: ResultVal)
		{
		rv$std_dev = sqrt(rv$variance);
		});
	add_observe_plugin_dependency(STD_DEV, VARIANCE);
	}

hook compose_resultvals_hook(result: ResultVal, rv1: ResultVal, rv2: ResultVal) &priority=-10
	{
	result$std_dev = sqrt(result$variance);
	}
