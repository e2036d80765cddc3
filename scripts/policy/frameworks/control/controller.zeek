##! A process that loads this asks another one, by the settings of base/frameworks/control, and ends when it has the
##! answer.
@load base/frameworks/broker
@load base/frameworks/control

module Control;

event zeek_init() &priority=5
	{
	if ( cmd !in commands )
		{
		Reporter::error(fmt("The '%s' control command is unknown.", cmd));
		terminate();
		return;
		}
	Broker::subscribe(topic_prefix);
	Broker::peer(zone_id == "" ? cat(host) : cat(host, "%", zone_id), host_port);
	}

# What tells of this process itself.
const own_ids = set("peer_description", "Cluster::node");

# The values of all variables that scripts may set.
function send_configuration(topic: string)
	{
	for ( name, about in global_ids() )
		if ( about$redefinable && ! about$enum_constant && about?$value && name !in ignore_ids && name !in own_ids &&
		     ! starts_with(name, "Control::") )
			Broker::publish_id(topic, name);
	}

event Broker::peer_added(endpoint: Broker::EndpointInfo, msg: string) &priority=-10
	{
	local topic = cat(topic_prefix, "/", endpoint$id);
	switch ( cmd )
		{
		case "id_value":
			if ( arg == "" )
				Reporter::fatal("The Control::id_value command requires that Control::arg also has some value.");
			Broker::publish(topic, Control::id_value_request, arg);
			break;
		case "peer_status":
			Broker::publish(topic, Control::peer_status_request);
			break;
		case "net_stats":
			Broker::publish(topic, Control::net_stats_request);
			break;
		case "configuration_update":
			send_configuration(topic);
			Broker::publish(topic, Control::configuration_update_request);
			break;
		case "shutdown":
			Broker::publish(topic, Control::shutdown_request);
			break;
		}
	}

event Control::id_value_response(id: string, val: string) &priority=-10
	{
	terminate();
	}

event Control::peer_status_response(s: string) &priority=-10
	{
	terminate();
	}

event Control::net_stats_response(s: string) &priority=-10
	{
	terminate();
	}

event Control::configuration_update_response() &priority=-10
	{
	terminate();
	}

event Control::shutdown_response() &priority=-10
	{
	terminate();
	}
