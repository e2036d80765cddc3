##! Numbers in texts.
module GLOBAL;

export {
	## The first number in a text, or the last one; 0 if there is none.
	global extract_count: function(data: string, get_first: bool &default=T): count;
}

function extract_count(data: string, get_first: bool): count
	{
	local numbers = find_all_ordered(data, /[0-9]+/);
	if ( |numbers| == 0 )
		return 0;
	return to_count(numbers[get_first ? 0 : |numbers| - 1]);
	}
