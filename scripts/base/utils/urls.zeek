##! URLs: finding them in texts, and taking them apart.
module GLOBAL;

export {
	const url_regex = /^([a-zA-Z\-]{3,5}):\/\/[^\/?#"'\r\n><]*([^?#"'\r\n><]*)([^[:blank:]\r\n"'><]*|\??[^"'\r\n><]*)/;

	type URI: record {
		scheme: string &optional;
		netlocation: string;
		portnum: count &optional;
		path: string;
		file_name: string &optional;
		file_base: string &optional;
		file_ext: string &optional;
		params: table[string] of string &optional;
	};

	global find_all_urls: function(s: string): string_set;
	global find_all_urls_without_scheme: function(s: string): string_set;
	global decompose_uri: function(uri: string): URI;
}

const url_in_text = /[a-zA-Z\-]{3,5}:\/\/[^[:blank:]\r\n"'><]+/;

function find_all_urls(s: string): string_set
	{
	return find_all(s, url_in_text);
	}

function find_all_urls_without_scheme(s: string): string_set
	{
	local found: string_set;
	for ( url in find_all_urls(s) )
		add found[sub(url, /^[a-zA-Z\-]{3,5}:\/\//, "")];
	return found;
	}

function decompose_uri(uri: string): URI
	{
	local result: URI = [$netlocation="", $path="/"];
	local rest = uri;

	if ( /\?/ in rest )
		{
		local halves = split_string1(rest, /\?/);
		rest = halves[0];
		result$params = table();
		for ( i, pair in split_string(halves[1], /&/) )
			{
			local both = split_string1(pair, /=/);
			if ( |both| == 2 )
				result$params[both[0]] = both[1];
			}
		}

	if ( /:\/\// in rest )
		{
		local scheme = split_string1(rest, /:\/\//);
		result$scheme = scheme[0];
		rest = scheme[1];
		}

	if ( /\// in rest )
		{
		local location = split_string1(rest, /\//);
		rest = location[0];
		result$path = "/" + location[1];
		local parts = split_string(location[1], /\//);
		local name = parts[|parts| - 1];
		if ( name != "" )
			{
			result$file_name = name;
			local pieces = split_string1(name, /\./);
			result$file_base = pieces[0];
			if ( |pieces| == 2 )
				result$file_ext = pieces[1];
			}
		}

	if ( /:[0-9]*$/ in rest && rest != /\[.*\]/ )
		{
		local port_text = find_last(rest, /:[0-9]*$/);
		result$portnum = to_count(sub(port_text, /:/, ""));
		rest = sub(rest, /:[0-9]*$/, "");
		}
	result$netlocation = rest;
	return result;
	}
