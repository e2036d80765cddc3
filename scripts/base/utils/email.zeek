##! Mail addresses in texts.
module GLOBAL;

export {
	## All addresses, in their order.
	global extract_email_addrs_vec: function(str: string): string_vec;
	## All addresses, each once.
	global extract_email_addrs_set: function(str: string): set[string];
	## The first; "" if there is none.
	global extract_first_email_addr: function(str: string): string;
	## The parts of a list of addresses as it stands in a mail's header; commas inside quotes do not separate.
	global split_mime_email_addresses: function(line: string): set[string];
}

# Whatever stands between blanks, brackets and commas and has an at sign in it.
const mail_address = /[^<,:@[:blank:]]+@[^>,;[:blank:]]+/;

function clean_address(text: string): string
	{
	return gsub(text, /[<>,:;[:blank:]]/, "");
	}

function extract_email_addrs_vec(str: string): string_vec
	{
	local addresses: string_vec;
	for ( i, address in find_all_ordered(str, mail_address) )
		addresses += clean_address(address);
	return addresses;
	}

function extract_email_addrs_set(str: string): set[string]
	{
	local addresses: set[string];
	for ( i, address in extract_email_addrs_vec(str) )
		add addresses[address];
	return addresses;
	}

function extract_first_email_addr(str: string): string
	{
	local addresses = extract_email_addrs_vec(str);
	return |addresses| > 0 ? addresses[0] : "";
	}

function split_mime_email_addresses(line: string): set[string]
	{
	local parts: set[string];
	for ( part in find_all(line, /(\"[^"]*\")?[^,]+/) )
		add parts[strip(part)];
	return parts;
	}
