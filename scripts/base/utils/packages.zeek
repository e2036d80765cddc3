##! Asking whether a script is there.
module GLOBAL;

export {
	## Whether `@load p` would find something.
	global can_load: function(p: string): bool;
}

function can_load(p: string): bool
	{
	return find_in_zeekpath(p) != "";
	}
