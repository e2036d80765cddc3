##! Names of files, as protocols tell them.
module GLOBAL;

@load base/utils/addrs

export {
	## A name for a file that is taken out of a connection: its ends, with the prefix before and the suffix behind, if any.
	global generate_extraction_filename: function(prefix: string, c: connection, suffix: string): string;

	## The file's name in a Content-Disposition header; the header itself, if it names none.
	global extract_filename_from_content_disposition: function(data: string): string;
}

function generate_extraction_filename(prefix: string, c: connection, suffix: string): string
	{
	local id = c$id;
	local parts: string_vec;
	if ( prefix != "" )
		parts += prefix;
	parts += fmt("%s:%d-%s:%d", addr_to_uri(id$orig_h), id$orig_p, addr_to_uri(id$resp_h), id$resp_p);
	if ( suffix != "" )
		parts += suffix;
	return join_string_vec(parts, "_");
	}

function extract_filename_from_content_disposition(data: string): string
	{
	local name = sub(data, /^.*[fF][iI][lL][eE][nN][aA][mM][eE][ \t]*\*?=[ \t]*/, "");
	if ( /^\"/ in name )
		name = split_string_n(name, /\"/, F, 2)[1];
	# RFC 5987: the character set and the language stand before the name.
	name = sub(name, /^[a-zA-Z0-9!#$%&+\-^_`{}~]+'[a-zA-Z0-9!#$%&+\-^_`{}~]*'/, "");
	return unescape_URI(name);
	}
