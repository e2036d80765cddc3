@load ../main

module SumStats;

export {
	redef enum Calculation += {
		## How many different observations there are.
		UNIQUE
	};
	redef record Reducer += {
		## More are not counted.
		unique_max: count &optional;
	};
	redef record ResultVal += {
		unique: count &default=0;
	};
}

redef record ResultVal += {
	unique_max: count &optional;
	unique_vals: set[Observation] &optional;
};

hook init_resultval_hook(r: Reducer, rv: ResultVal)
	{
	if ( UNIQUE !in r$apply )
		return;
	rv$unique_vals = set();
	if ( r?$unique_max )
		rv$unique_max = r$unique_max;
	}

function add_unique(rv: ResultVal, obs: Observation)
	{
	if ( ! rv?$unique_max || |rv$unique_vals| < rv$unique_max )
		add rv$unique_vals[obs];
	rv$unique = |rv$unique_vals|;
	}

hook register_observe_plugins()
	{
	register_observe_plugin(UNIQUE, function(r: Reducer, val: double, obs: Observation, rv: ResultVal)
		{
		add_unique(rv, obs);
		});
	}

hook compose_resultvals_hook(result: ResultVal, rv1: ResultVal, rv2: ResultVal)
	{
	if ( ! rv1?$unique_vals && ! rv2?$unique_vals )
		return;
	if ( rv1?$unique_max )
		result$unique_max = rv1$unique_max;
	else if ( rv2?$unique_max )
		result$unique_max = rv2$unique_max;
	result$unique_vals = set();
	if ( rv1?$unique_vals )
		{
		for ( obs in rv1$unique_vals )
			add_unique(result, obs);
		}
	if ( rv2?$unique_vals )
		{
		for ( obs in rv2$unique_vals )
			add_unique(result, obs);
		}
	}
