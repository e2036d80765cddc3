##! Paths of files.
module GLOBAL;

export {
	const absolute_path_pat = /(\/|[A-Za-z]:[\\\/]).*/;

	## The first absolute path in a text, whatever is around it; "" if there is none.
	global extract_path: function(input: string): string;
	## Puts two paths together, with one slash between. An absolute second one stands alone.
	global build_path: function(dir: string, file_name: string): string;
	## The same without "." and "..".
	global build_path_compressed: function(dir: string, file_name: string): string;
}

function extract_path(input: string): string
	{
	# A blank ends it, unless a backslash stands before the blank.
	local start = /(\/|[A-Za-z]:[\\\/])([^" ]|\\ )*/;
	local found = split_string_all(input, start);
	return |found| < 2 ? "" : found[1];
	}

function build_path(dir: string, file_name: string): string
	{
	if ( file_name == absolute_path_pat )
		return file_name;
	if ( dir == "" || ends_with(dir, "/") )
		return dir + file_name;
	return dir + "/" + file_name;
	}

function build_path_compressed(dir: string, file_name: string): string
	{
	return compress_path(build_path(dir, file_name));
	}
