##! Counting, and noticing when a count reaches one of several thresholds.
module GLOBAL;

export {
	const default_notice_thresholds: vector of count = { 30, 100, 1000, 10000, 100000, 1000000, 10000000 } &redef;

	type TrackCount: record {
		n: count &default=0;
		## How many thresholds have been reached.
		index: count &default=0;
	};

	## T each time the count has reached the next threshold. An error once all have been reached.
	global check_threshold: function(v: vector of count, tracker: TrackCount): bool;
	global default_check_threshold: function(tracker: TrackCount): bool;
	global new_track_count: function(): TrackCount;
}

function new_track_count(): TrackCount
	{
	local tracker: TrackCount;
	return tracker;
	}

function check_threshold(v: vector of count, tracker: TrackCount): bool
	{
	# Behind the last threshold there is no element: an error.
	if ( tracker$index > |v| || tracker$n < v[tracker$index] )
		return F;
	++tracker$index;
	return T;
	}

function default_check_threshold(tracker: TrackCount): bool
	{
	return check_threshold(default_notice_thresholds, tracker);
	}
