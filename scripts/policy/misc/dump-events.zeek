##! Prints each event that is raised, for a look at what happens.
module DumpEvents;

export {
	## Also what their arguments are.
	option include_args = F;
	## Also those that nothing handles.
	const dump_all_events = F &redef;
	## The names of those to print.
	option include = /.*/;
}

event zeek_init() &priority=999
	{
	if ( dump_all_events )
		generate_all_events();
	}

event new_event(name: string, params: call_argument_vector)
	{
	if ( include != name )
		return;
	print fmt("%17.6f %s", network_time(), name);
	if ( ! include_args || |params| == 0 )
		return;
	for ( i, p in params )
		print fmt("%17s [%d] %-18s = %s", "", i, fmt("%s: %s", p$name, p$type), p?$value ? cat(p$value) : "");
	print "";
	}
