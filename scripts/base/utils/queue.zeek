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
	## One queue with what is in both, in turns.
	global merge: function(q1: Queue, q2: Queue): Queue;
	global len: function(q: Queue): count;
	## Puts all values into `ret`.
	global get_vector: function(q: Queue, ret: vector of any);
}

redef record Queue += {
	settings: Settings &optional;
	values: table[count] of any &optional;
	# Numbers: the next one to put, the next one to get.
	top: count &default=0;
	bottom: count &default=0;
};

function init(s: Settings): Queue
	{
	local q: Queue;
	q$values = table();
	q$settings = copy(s);
	return q;
	}

function put(q: Queue, val: any)
	{
	if ( q$settings?$max_len && len(q) >= q$settings$max_len )
		get(q);
	q$values[q$top] = val;
	++q$top;
	}

function get(q: Queue): any
	{
	local val = q$values[q$bottom];
	delete q$values[q$bottom];
	++q$bottom;
	return val;
	}

function peek(q: Queue): any
	{
	return q$values[q$bottom];
	}

function merge(q1: Queue, q2: Queue): Queue
	{
	local result = init(q1$settings);
	local n1 = q1$bottom;
	local n2 = q2$bottom;
	while ( n1 < q1$top || n2 < q2$top )
		{
		if ( n1 < q1$top )
			{
			put(result, q1$values[n1]);
			++n1;
			}
		if ( n2 < q2$top )
			{
			put(result, q2$values[n2]);
			++n2;
			}
		}
	return result;
	}

function len(q: Queue): count
	{
	return |q$values|;
	}

function get_vector(q: Queue, ret: vector of any)
	{
	local n = q$bottom;
	while ( n < q$top )
		{
		ret += q$values[n];
		++n;
		}
	}
