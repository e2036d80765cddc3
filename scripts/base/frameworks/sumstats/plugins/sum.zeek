@load ../main

module SumStats;

export {
	redef enum Calculation += {
		## The sum of the values. For strings, which have none, it stays 0.
		SUM
	};
	redef record ResultVal += {
		sum: double &default=0.0;
	};
}

hook register_observe_plugins()
	{
	register_observe_plugin(SUM, function(r: Reducer, val: double, obs: Observation, rv: ResultVal)
		{
		rv$sum += val;
		});
	}

hook compose_resultvals_hook(result: ResultVal, rv1: ResultVal, rv2: ResultVal)
	{
	result$sum = rv1$sum + rv2$sum;
	}
