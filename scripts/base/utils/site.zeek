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
	## Then `local_nets` has them, too.
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
	return a in local_nets;
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

function zones_regex(zones: set[string]): pattern
	{
	return set_to_regex(zones, "(^\\.?|\\.)(~~)$");
	}

# -- options change, and what is made of them

function local_nets_changed(ID: string, nets: set[subnet], location: string): set[subnet]
	{
	local_nets_table = {};
	for ( net in nets )
		local_nets_table[net] = net;
	return nets;
	}

function local_zones_changed(ID: string, zones: set[string], location: string): set[string]
	{
	local_dns_suffix_regex = zones_regex(zones);
	return zones;
	}

function neighbor_zones_changed(ID: string, zones: set[string], location: string): set[string]
	{
	neighbor_dns_suffix_regex = zones_regex(zones);
	return zones;
	}

function private_space_changed(ID: string, nets: set[subnet], location: string): set[subnet]
	{
	Option::set("Site::local_nets", (local_nets - private_address_space) | nets, location);
	return nets;
	}

event zeek_init() &priority=10
	{
	# Handlers of users come before these.
	Option::set_change_handler("Site::local_nets", local_nets_changed, -5);
	Option::set_change_handler("Site::local_zones", local_zones_changed, -5);
	Option::set_change_handler("Site::neighbor_zones", neighbor_zones_changed, -5);
	if ( private_address_space_is_local )
		{
		Option::set_change_handler("Site::private_address_space", private_space_changed, -5);
		Option::set("Site::private_address_space", private_address_space, "<skip-config-log>");
		}
	Option::set("Site::local_nets", local_nets, "<skip-config-log>");
	Option::set("Site::local_zones", local_zones, "<skip-config-log>");
	Option::set("Site::neighbor_zones", neighbor_zones, "<skip-config-log>");
	}
