##! Options that change while the process runs, on all nodes of a cluster.
@load base/frameworks/cluster
@load base/frameworks/logging

module Config;

export {
	redef enum Log::ID += { LOG };

	## Sees what config.log is about to get.
	global log_policy: Log::PolicyHook;

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

	## A node tells the manager of a new value, and the manager tells all nodes.
	global cluster_set_option: event(ID: string, val: any, location: string);
}

# Changes from here are not logged.
const unlogged_location = "<skip-config-log>";

type Setting: record {
	val: any;
	location: string;
};

# What the manager tells nodes that come later.
global settings: table[string] of Setting;

function is_manager(): bool
	{
	return Cluster::local_node_type() == Cluster::MANAGER;
	}

function tell_nodes(ID: string, val: any, location: string)
	{
	settings[ID] = Setting($val=val, $location=location);
	for ( topic in Cluster::broadcast_topics )
		Broker::publish(topic, Config::cluster_set_option, ID, val, location);
	}

function set_value(ID: string, val: any, location: string): bool
	{
	if ( ! Option::set(ID, val, location) )
		return F;
	if ( is_manager() )
		tell_nodes(ID, val, location);
	else if ( Cluster::is_enabled() )
		Broker::publish(Cluster::manager_topic, Config::cluster_set_option, ID, val, location);
	return T;
	}

event Config::cluster_set_option(ID: string, val: any, location: string)
	{
	if ( Option::set(ID, val, location) && is_manager() )
		tell_nodes(ID, val, location);
	}

event Cluster::node_up(name: string, id: string)
	{
	if ( is_manager() )
		for ( ID, setting in settings )
			Broker::publish(Cluster::nodeid_topic(id), Config::cluster_set_option, ID, setting$val, setting$location);
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

function option_changed(ID: string, new_value: any, location: string): any
	{
	if ( location == unlogged_location )
		return new_value;

	local info = Info($ts=network_time(), $id=ID, $old_value=text_of_value(lookup_ID(ID)),
	                  $new_value=text_of_value(new_value));
	if ( location != "" )
		info$location = location;
	Log::write(LOG, info);
	return new_value;
	}

event zeek_init() &priority=10
	{
	Log::create_stream(LOG, [$columns=Info, $ev=log_config, $path="config", $policy=log_policy]);

	# In a cluster only the manager keeps this log.
	if ( Cluster::is_enabled() && ! is_manager() )
		return;
	# At the end, so that it sees what the other handlers make of a value.
	for ( i, name in Option::__names() )
		Option::set_change_handler(name, option_changed, -100);
	}
