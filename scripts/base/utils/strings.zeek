##! Helpers for strings.
module GLOBAL;

export {
	## Whether a quarter of its bytes or more lie outside ASCII. An empty string is an error.
	global is_string_binary: function(s: string): bool;
	## With a backslash in front of each of these characters, and of backslashes.
	global string_escape: function(s: string, chars: string): string;
	## Without the last bytes.
	global cut_tail: function(s: string, tail_len: count): string;
}

function is_string_binary(s: string): bool
	{
	return |gsub(s, /[\x00-\x7f]/, "")| * 100 / |s| >= 25;
	}

function string_escape(s: string, chars: string): string
	{
	local text = subst_string(s, "\\", "\\\\");
	for ( c in chars )
		text = subst_string(text, c, cat("\\", c));
	return text;
	}

function cut_tail(s: string, tail_len: count): string
	{
	if ( tail_len > |s| )
		tail_len = |s|;
	return sub_bytes(s, 1, int_to_count(|s| - tail_len));
	}
