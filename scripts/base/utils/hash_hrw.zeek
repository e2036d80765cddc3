##! Rendezvous hashing: keys are spread over sites so that few of them move when a site comes or goes.
module HashHRW;

export {
	type Site: record {
		## Unique among the sites of a pool.
		id: count;
		user_data: any &optional;
	};

	type SiteTable: table[count] of Site;

	type Pool: record {
		sites: SiteTable &default=SiteTable();
	};

	## F if there is a site of that number already.
	global add_site: function(pool: Pool, site: Site): bool;
	## F if there is none.
	global rem_site: function(pool: Pool, site: Site): bool;
	## Where the key belongs.
	global get_site: function(pool: Pool, key: any): Site;
}

function add_site(pool: Pool, site: Site): bool
	{
	if ( site$id in pool$sites )
		return F;
	pool$sites[site$id] = site;
	return T;
	}

function rem_site(pool: Pool, site: Site): bool
	{
	if ( site$id !in pool$sites )
		return F;
	delete pool$sites[site$id];
	return T;
	}

function get_site(pool: Pool, key: any): Site
	{
	local best_weight = -1;
	local best = 0;
	local digest = fnv1a32(key);
	for ( id in pool$sites )
		{
		local weight: int = hrw_weight(digest, id);
		if ( weight > best_weight || (weight == best_weight && id > best) )
			{
			best_weight = weight;
			best = id;
			}
		}
	return pool$sites[best];
	}
