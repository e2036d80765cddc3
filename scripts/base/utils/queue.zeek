##! Queues of any values.
module Queue;

export {
	type Settings: record {
		## If there are more, the oldest goes.
		max_len: count &optional;
	};

	type Queue: record {};

	global init: function(s: Settings &default=[]): Queue;
	global put: function(q: Queue, val: any);
	## Takes out the oldest.
	global get: function(q: Queue): any;
	## The oldest, which stays.
	global peek: function(q: Queue): any;
	## One queue with what is in both, in turns; of `q2` at most as many as there are in `q1`.
	global merge: function(q1: Queue, q2: Queue): Queue;
	global len: function(q: Queue): count;
	## Puts all values into `ret`, from its first place on.
	global get_vector: function(q: Queue, ret: vector of any);
}

redef record Queue += {
	initialized: bool &default=F;
	vals: table[count] of any &optional;
	settings: Settings &optional;
	# Numbers: the next one to put, the next one to get.
	top: count &default=0;
	bottom: count &default=0;
	size: count &default=0;
};

function init(s: Settings): Queue
	{
	local q: Queue;
	q$vals = table();
	q$settings = copy(s);
	q$initialized = T;
	return q;
	}

function put(q: Queue, val: any)
	{
	if ( q$settings?$max_len && len(q) >= q$settings$max_len )
		get(q);
	q$vals[q$top] = val;
	++q$top;
	}

function get(q: Queue): any
	{
	local val = q$vals[q$bottom];
	delete q$vals[q$bottom];
	++q$bottom;
	return val;
	}

function peek(q: Queue): any
	{
	return q$vals[q$bottom];
	}

function merge(q1: Queue, q2: Queue): Queue
	{
	local result = init(q1$settings);
	local n1 = q1$bottom;
	local n2 = q2$bottom;
	local rounds = len(q1);
	# Only as far as the first one goes: what the second one has more is left out.
	while ( rounds > 0 )
		{
		--rounds;
		if ( n1 < q1$top )
			{
			put(result, q1$vals[n1]);
			++n1;
			}
		if ( n2 < q2$top )
			{
			put(result, q2$vals[n2]);
			++n2;
			}
		}
	return result;
	}

function len(q: Queue): count
	{
	return |q$vals|;
	}

function get_vector(q: Queue, ret: vector of any)
	{
	local j = 0;
	while ( q$bottom + j < q$top )
		{
		ret[j] = q$vals[q$bottom + j];
		++j;
		}
	}
