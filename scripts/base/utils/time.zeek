##! Times as people write them.
module GLOBAL;

export {
	## "2m30s"
	global duration_to_mins_secs: function(dur: interval): string;
}

function duration_to_mins_secs(dur: interval): string
	{
	local seconds = double_to_count(interval_to_double(dur));
	return fmt("%dm%ds", seconds / 60, seconds % 60);
	}
