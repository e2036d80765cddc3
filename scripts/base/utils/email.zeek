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

const mail_address = /[a-zA-Z0-9!#$%&'*+\-\/=?^_`{|}~.]+@[a-zA-Z0-9.\-]+/;

function extract_email_addrs_vec(str: string): string_vec
	{
	local addresses: string_vec;
	for ( i, address in find_all_ordered(str, mail_address) )
		addresses += address;
	return addresses;
	}

function extract_email_addrs_set(str: string): set[string]
	{
	return find_all(str, mail_address);
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
