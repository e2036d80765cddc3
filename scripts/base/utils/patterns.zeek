##! Patterns made from other things, and what they match.
module GLOBAL;

export {
	## The pattern that `pat` is with one of the strings in place of "~~".
	global set_to_regex: function(ss: set[string], pat: string): pattern;

	type PatternMatchResult: record {
		matched: bool;
		## What matched.
		str: string;
		## Where, from 1 on; 0 if nothing did.
		off: count;
	};

	## The first match in a text.
	global match_pattern: function(s: string, p: pattern): PatternMatchResult;
}

function set_to_regex(ss: set[string], pat: string): pattern
	{
	# What comes later in the set stands further in front.
	local alternatives = "";
	local first = T;
	for ( s in ss )
		{
		alternatives = convert_for_pattern(s) + (first ? "" : "|" + alternatives);
		first = F;
		}
	return string_to_pattern(sub(pat, /~~/, alternatives), F);
	}

function match_pattern(s: string, p: pattern): PatternMatchResult
	{
	local parts = split_string_n(s, p, T, 1);
	if ( |parts| < 3 )
		return [$matched=F, $str="", $off=0];
	return [$matched=T, $str=parts[1], $off=|parts[0]| + 1];
	}
