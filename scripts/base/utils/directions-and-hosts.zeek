##! Hosts and connections by where they belong.
@load ./site
module GLOBAL;

export {
	type Direction: enum {
		## From a local host to one elsewhere.
		OUTBOUND,
		## The other way.
		INBOUND,
		## Either of both.
		BIDIRECTIONAL,
		NO_DIRECTION
	};

	type Host: enum { LOCAL_HOSTS, REMOTE_HOSTS, ALL_HOSTS, NO_HOSTS };

	global id_matches_direction: function(id: conn_id, d: Direction): bool;
	global addr_matches_host: function(ip: addr, h: Host): bool;
}

function id_matches_direction(id: conn_id, d: Direction): bool
	{
	if ( d == NO_DIRECTION )
		return F;
	local from_us = Site::is_local_addr(id$orig_h);
	local to_us = Site::is_local_addr(id$resp_h);
	if ( from_us == to_us )
		return F;
	return d == BIDIRECTIONAL || (d == OUTBOUND) == from_us;
	}

function addr_matches_host(ip: addr, h: Host): bool
	{
	if ( h == NO_HOSTS )
		return F;
	return h == ALL_HOSTS || (h == LOCAL_HOSTS) == Site::is_local_addr(ip);
	}
