@load ../main

module SumStats;

export {
	redef enum Calculation += {
		## Some of the observations, each with the same chance.
		SAMPLE
	};
	redef record Reducer += {
		num_samples: count &default=0;
	};
	redef record ResultVal += {
		samples: vector of Observation &default=vector();
	};
}

redef record ResultVal += {
	num_samples: count &default=0;
	# How many they have been taken from.
	sample_elements: count &default=0;
};

hook init_resultval_hook(r: Reducer, rv: ResultVal)
	{
	if ( SAMPLE in r$apply )
		rv$num_samples = r$num_samples;
	}

# The n-th observation takes the place of another with a chance of size/n.
function take_sample(obs: Observation, rv: ResultVal)
	{
	++rv$sample_elements;
	if ( |rv$samples| < rv$num_samples )
		{
		rv$samples += obs;
		return;
		}
	local place = rand(rv$sample_elements);
	if ( place < rv$num_samples )
		rv$samples[place] = obs;
	}

hook register_observe_plugins()
	{
	register_observe_plugin(SAMPLE, function(r: Reducer, val: double, obs: Observation, rv: ResultVal)
		{
		take_sample(obs, rv);
		});
	}

hook compose_resultvals_hook(result: ResultVal, rv1: ResultVal, rv2: ResultVal)
	{
	result$num_samples = rv1$num_samples > rv2$num_samples ? rv1$num_samples : rv2$num_samples;
	result$sample_elements = rv1$sample_elements + rv2$sample_elements;
	local all = copy(rv1$samples);
	for ( i, obs in rv2$samples )
		all += obs;
	while ( |all| > result$num_samples )
		{
		# One of them goes, by chance; the last takes its place.
		all[rand(|all|)] = all[|all| - 1];
		all = all[:-1];
		}
	result$samples = all;
	}
