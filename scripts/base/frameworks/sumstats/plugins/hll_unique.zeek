@load ../main

module SumStats;

export {
	redef enum Calculation += {
		## About how many different observations there are, in little memory.
		HLL_UNIQUE
	};
	redef record Reducer += {
		hll_error_margin: double &default=0.01;
		hll_confidence: double &default=0.95;
	};
	redef record ResultVal += {
		hll_unique: count &default=0;
	};
}

redef record ResultVal += {
	card: opaque of cardinality &optional;
};

hook init_resultval_hook(r: Reducer, rv: ResultVal)
	{
	if ( HLL_UNIQUE in r$apply && ! rv?$card )
		rv$card = hll_cardinality_init(r$hll_error_margin, r$hll_confidence);
	}

hook register_observe_plugins()
	{
	register_observe_plugin(HLL_UNIQUE, function(r: Reducer, val: double, obs: Observation, rv: ResultVal)
		{
		hll_cardinality_add(rv$card, obs);
		rv$hll_unique = double_to_count(hll_cardinality_estimate(rv$card));
		});
	}

hook compose_resultvals_hook(result: ResultVal, rv1: ResultVal, rv2: ResultVal)
	{
	if ( ! rv1?$card && ! rv2?$card )
		return;
	result$card = hll_cardinality_copy(rv1?$card ? rv1$card : rv2$card);
	if ( rv1?$card && rv2?$card )
		hll_cardinality_merge_into(result$card, rv2$card);
	result$hll_unique = double_to_count(hll_cardinality_estimate(result$card));
	}
