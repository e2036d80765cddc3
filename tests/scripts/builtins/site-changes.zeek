# What is local follows the options while the script runs.
@load base/utils/site
redef Site::local_nets += { 1.2.0.0/16 };
redef Site::local_zones += { "example.com" };
event zeek_init()
	{
	print 10.0.0.0/8 in Site::local_nets, 1.2.0.0/16 in Site::local_nets, Site::local_nets_table[10.1.1.1];
	print Option::set("Site::local_nets", set(9.9.9.0/24));
	print Site::is_local_addr(9.9.9.9), Site::is_local_addr(1.2.3.4), Site::is_local_addr(10.0.0.1), 9.9.9.9 in Site::local_nets_table;
	print Option::set("Site::local_zones", set("example.org")), Site::is_local_name("www.example.org"), Site::is_local_name("example.com");
	print Option::set("Site::neighbor_zones", set("friend.org")), Site::is_neighbor_name("www.friend.org");
	print Option::set("Site::private_address_space", set(11.0.0.0/8));
	print Site::is_local_addr(11.0.0.1), Site::is_private_addr(10.0.0.1), Site::is_local_addr(9.9.9.9);
	}
