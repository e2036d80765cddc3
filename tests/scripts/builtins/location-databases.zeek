# Without a database of places nothing is known of an address.
event zeek_init()
	{
	local l = lookup_location(8.8.8.8);
	print l?$country_code, l?$city, l?$latitude;
	print lookup_autonomous_system(8.8.8.8)?$number;
	print mmdb_open_location_db("nowhere.mmdb"), mmdb_open_asn_db("nowhere.mmdb");
	}
