##! Names of files, as protocols tell them.
module GLOBAL;

export {
	## The file's name in a Content-Disposition header.
	global extract_filename_from_content_disposition: function(data: string): string;
}

function extract_filename_from_content_disposition(data: string): string
	{
	local name = sub(data, /^.*[fF][iI][lL][eE][nN][aA][mM][eE]/, "");
	name = sub(name, /^\*?=[ \t]*/, "");
	if ( /^[a-zA-Z0-9\-]+'[^']*'/ in name )
		# RFC 5987: the character set, the language, and then the name in percent encoding.
		name = unescape_URI(sub(name, /^[a-zA-Z0-9\-]+'[^']*'/, ""));
	if ( /^\"/ in name )
		name = sub(sub(name, /^\"/, ""), /\".*$/, "");
	return name;
	}
