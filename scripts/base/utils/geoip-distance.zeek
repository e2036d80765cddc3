##! Distances between hosts.
module GLOBAL;

export {
	## In miles, as far as the places of both are known; otherwise -1.0.
	global haversine_distance_ip: function(a1: addr, a2: addr): double;
}

function haversine_distance_ip(a1: addr, a2: addr): double
	{
	local one = lookup_location(a1);
	local other = lookup_location(a2);
	if ( one?$latitude && one?$longitude && other?$latitude && other?$longitude )
		return haversine_distance(one$latitude, one$longitude, other$latitude, other$longitude);
	return -1.0;
	}
