##! A process that loads this answers to the requests of base/frameworks/control.
@load base/frameworks/broker
@load base/frameworks/control

module Control;

event zeek_init() &priority=-10
	{
	Broker::subscribe(cat(topic_prefix, "/", Broker::node_id()));
	Broker::auto_publish(topic_prefix + "/id_value_response", Control::id_value_response);
	Broker::auto_publish(topic_prefix + "/peer_status_response", Control::peer_status_response);
	Broker::auto_publish(topic_prefix + "/net_stats_response", Control::net_stats_response);
	Broker::auto_publish(topic_prefix + "/configuration_update_response", Control::configuration_update_response);
	Broker::auto_publish(topic_prefix + "/shutdown_response", Control::shutdown_response);
	if ( controllee_listen )
		Broker::listen();
	}

event Control::id_value_request(id: string)
	{
	event Control::id_value_response(id, cat(lookup_ID(id)));
	}

event Control::peer_status_request()
	{
	local text = "";
	for ( i, other in Broker::peers() )
		text += fmt("%.6f peer=%s host=%s status=%s\n", network_time(), other$peer$id,
		            other$peer?$network ? other$peer$network$address : "", other$status);
	event Control::peer_status_response(text);
	}

event Control::net_stats_request()
	{
	local stats = get_net_stats();
	event Control::net_stats_response(fmt("%.6f recvd=%d dropped=%d link=%d\n", network_time(), stats$pkts_recvd,
	                                      stats$pkts_dropped, stats$pkts_link));
	}

event Control::configuration_update_request()
	{
	event Control::configuration_update();
	event Control::configuration_update_response();
	}

event Control::shutdown_request()
	{
	# The answer still leaves.
	event Control::shutdown_response();
	terminate();
	}
