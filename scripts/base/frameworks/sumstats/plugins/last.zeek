@load ../main
@load base/utils/queue

module SumStats;

export {
	redef enum Calculation += {
		## The last observations.
		LAST
	};
	redef record Reducer += {
		num_last_elements: count &default=0;
	};

	global get_last: function(rv: ResultVal): vector of Observation;
}

redef record ResultVal += {
	last_elements: Queue::Queue &optional;
};

function get_last(rv: ResultVal): vector of Observation
	{
	local last: vector of Observation;
	if ( ! rv?$last_elements )
		return last;
	local found: any_vec;
	Queue::get_vector(rv$last_elements, found);
	for ( i, element in found )
		last += element as Observation;
	return last;
	}

hook init_resultval_hook(r: Reducer, rv: ResultVal)
	{
	if ( LAST in r$apply && r$num_last_elements > 0 && ! rv?$last_elements )
		rv$last_elements = Queue::init([$max_len=r$num_last_elements]);
	}

hook register_observe_plugins()
	{
	register_observe_plugin(LAST, function(r: Reducer, val: double, obs: Observation, rv: ResultVal)
		{
		if ( r$num_last_elements > 0 )
			Queue::put(rv$last_elements, obs);
		});
	}

hook compose_resultvals_hook(result: ResultVal, rv1: ResultVal, rv2: ResultVal)
	{
	if ( rv1?$last_elements && rv2?$last_elements )
		result$last_elements = Queue::merge(rv1$last_elements, rv2$last_elements);
	else if ( rv1?$last_elements )
		result$last_elements = rv1$last_elements;
	else if ( rv2?$last_elements )
		result$last_elements = rv2$last_elements;
	}
