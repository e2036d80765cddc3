##! Options that change while the process runs.
module Config;

export {
	## What config.log tells of a change.
	type Info: record {
		ts: time &log;
		id: string &log;
		old_value: string &log;
		new_value: string &log;
		## Where the new value comes from: a file, for instance.
		location: string &optional &log;
	};

	global log_config: event(rec: Info);

	## Sets an option, on all nodes of a cluster. F if there is no such option, or the value is of another type.
	global set_value: function(ID: string, val: any, location: string &default=""): bool;

	## For the runtime: a value from another node of the cluster.
	global cluster_set_option: event(ID: string, val: any, location: string);
}

# Changes from here are not logged.
const unlogged_location = "<skip-config-log>";

function set_value(ID: string, val: any, location: string): bool
	{
	# A cluster's nodes are told from here: Config::cluster_set_option.
	return Option::set(ID, val, location);
	}

function text_of_value(value: any): string
	{
	local kind = cat(type_name(value));
	if ( /^set\[[^,]*\]$/ in kind )
		{
		local elements: string_vec;
		for ( i, element in Option::any_set_to_any_vec(value) )
			elements += cat(element);
		return join_string_vec(elements, ",");
		}
	if ( /^vector/ in kind )
		# Without its brackets.
		return subst_string(cat(value)[1:-1], ", ", ",");
	return cat(value);
	}

# Where config.log is written.
hook log_change(info: Info)
	{
	event Config::log_config(info);
	}

function option_changed(ID: string, new_value: any, location: string): any
	{
	if ( location == unlogged_location )
		return new_value;

	local info = Info($ts=network_time(), $id=ID, $old_value=text_of_value(lookup_ID(ID)),
	                  $new_value=text_of_value(new_value));
	if ( location != "" )
		info$location = location;
	hook log_change(info);
	return new_value;
	}

event zeek_init() &priority=10
	{
	# At the end, so that it sees what the other handlers make of a value.
	for ( name, id in global_ids() )
		if ( id$option_value )
			Option::set_change_handler(name, option_changed, -100);
	}
