##! Addresses in texts: finding them, and writing them.
module GLOBAL;

export {
	## A number below 256, maybe with zeros in front.
	const ipv4_decim = /[0-9]|[0-9]{2}|[01][0-9]{2}|2[0-4][0-9]|25[0-5]/;
	const ipv4_addr_regex = ipv4_decim & /\./ & ipv4_decim & /\./ & ipv4_decim & /\./ & ipv4_decim;

	## Eight groups, the compressed forms, and both with an IPv4 address at the end.
	const ipv6_8hex_regex = /([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}/;
	const ipv6_compressed_hex_regex = /(([0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4})*)?)::(([0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4})*)?)/;
	const ipv6_hex4dec_regex = /(([0-9A-Fa-f]{1,4}:){6,6})([0-9]+)\.([0-9]+)\.([0-9]+)\.([0-9]+)/;
	const ipv6_compressed_hex4dec_regex = /(([0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4})*)?)::(([0-9A-Fa-f]{1,4}:)*)([0-9]+)\.([0-9]+)\.([0-9]+)\.([0-9]+)/;
	const ipv6_addr_regex = ipv6_8hex_regex | ipv6_compressed_hex_regex | ipv6_hex4dec_regex | ipv6_compressed_hex4dec_regex;

	## What extract_ip_addresses() looks for. Of "::ffff:1.2.3.4", that is "::ffff:1".
	const ip_addr_regex = ipv4_addr_regex | ipv6_8hex_regex | ipv6_compressed_hex_regex | ipv6_hex4dec_regex;

	## Whether all octets of an address are below 256.
	global has_valid_octets: function(octets: string_vec): bool;

	## All that look like addresses. `check_wrapping`: only those between blanks, brackets, braces or parentheses.
	global extract_ip_addresses: function(input: string, check_wrapping: bool &default=F): string_vec;

	## As it stands in a URI: IPv6 in brackets.
	global addr_to_uri: function(a: addr): string;

	## The hexadecimal digits of a text as "00:11:22:33:44:55"; "" if there are not 12 or 16 of them.
	global normalize_mac: function(a: string): string;
}

const wrappings = set("  ", "[]", "{}", "()");

function has_valid_octets(octets: string_vec): bool
	{
	for ( i, octet in octets )
		if ( to_count(octet) > 255 )
			return F;
	return T;
	}

function extract_ip_addresses(input: string, check_wrapping: bool): string_vec
	{
	local found: string_vec;
	# What matches stands at the odd places, between what does not.
	local parts = split_string_all(input, ip_addr_regex);
	for ( i, text in parts )
		{
		if ( i % 2 == 0 || ! is_valid_ip(text) )
			next;
		if ( ! check_wrapping || cat(parts[i - 1][-1], parts[i + 1][0]) in wrappings )
			found += text;
		}
	return found;
	}

function addr_to_uri(a: addr): string
	{
	return is_v4_addr(a) ? cat(a) : fmt("[%s]", a);
	}

function normalize_mac(a: string): string
	{
	local digits = to_lower(gsub(a, /[^0-9A-Fa-f]/, ""));
	if ( |digits| != 12 && |digits| != 16 )
		return "";
	local text = "";
	local at = 1;
	while ( at < |digits| )
		{
		text = text + (text == "" ? "" : ":") + sub_bytes(digits, at, +2);
		at += 2;
		}
	return text;
	}
