##! Tells at the start what most should set and this one has not.
@load base/utils/site

event zeek_init() &priority=-10
	{
	if ( |Site::local_nets| == 0 )
		print "WARNING: Site::local_nets is empty, so no address is local.";
	}
