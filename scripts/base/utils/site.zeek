##! Which networks and names are one's own.
@load ./patterns
module Site;

export {
	## Networks that belong to nobody in particular; part of `local_nets` if that is wanted.
	option private_address_space: set[subnet] = {
		0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24, 192.0.2.0/24,
		192.168.0.0/16, 198.18.0.0/15, 198.51.100.0/24, 203.0.113.0/24, 239.0.0.0/8, 240.0.0.0/4, 255.255.255.255/32,
		[::]/128, [::1]/128, [100::]/64, [2001:2::]/48, [2001:db8::]/32, [fc00::]/7, [fe80::]/10, [fec0::]/10, [ff00::]/8
	} &redef;
	const private_address_space_is_local = T &redef;

	option local_nets: set[subnet] = {};
	option neighbor_nets: set[subnet] = {};
	option local_zones: set[string] = {};
	option neighbor_zones: set[string] = {};
	option local_admins: table[subnet] of set[string] = {};

	## From an address to the local network that it is in.
	global local_nets_table: table[subnet] of subnet = {};

	global is_private_addr: function(a: addr): bool;
	global is_local_addr: function(a: addr): bool;
	global is_neighbor_addr: function(a: addr): bool;
	global is_local_name: function(name: string): bool;
	global is_neighbor_name: function(name: string): bool;
	## Who looks after an address, the most specific network first; "" if nobody does.
	global get_emails: function(a: addr): string;
}

global local_dns_suffix_regex: pattern = /MATCH_NOTHING/;
global neighbor_dns_suffix_regex: pattern = /MATCH_NOTHING/;

function is_private_addr(a: addr): bool
	{
	return a in private_address_space;
	}

function is_local_addr(a: addr): bool
	{
	return a in local_nets || (private_address_space_is_local && a in private_address_space);
	}

function is_neighbor_addr(a: addr): bool
	{
	return a in neighbor_nets;
	}

function is_local_name(name: string): bool
	{
	return local_dns_suffix_regex in to_lower(name);
	}

function is_neighbor_name(name: string): bool
	{
	return neighbor_dns_suffix_regex in to_lower(name);
	}

function find_all_emails(a: addr): vector of string
	{
	local names: vector of string;
	local place = is_v4_addr(a) ? addr_to_subnet(a) : addr_to_subnet(a);
	local covering = matching_subnets(place, local_admins);
	for ( i, net in covering )
		for ( name in local_admins[net] )
			names += name;
	return names;
	}

function get_emails(a: addr): string
	{
	return join_string_vec(find_all_emails(a), ", ");
	}

event zeek_init() &priority=10
	{
	for ( net in local_nets )
		local_nets_table[net] = net;
	if ( private_address_space_is_local )
		for ( private in private_address_space )
			local_nets_table[private] = private;
	local_dns_suffix_regex = set_to_regex(local_zones, "(^\\.?|\\.)(~~)$");
	neighbor_dns_suffix_regex = set_to_regex(neighbor_zones, "(^\\.?|\\.)(~~)$");
	}
