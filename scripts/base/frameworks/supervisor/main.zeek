@load ./api
@load base/bif/supervisor.bif

module Supervisor;

function status(node: string): Status
	{
	return Supervisor::__status(node);
	}

function create(node: NodeConfig): string
	{
	return Supervisor::__create(node);
	}

function destroy(node: string): bool
	{
	return Supervisor::__destroy(node);
	}

function restart(node: string): bool
	{
	return Supervisor::__restart(node);
	}

function is_supervisor(): bool
	{
	return Supervisor::__is_supervisor();
	}

function is_supervised(): bool
	{
	return Supervisor::__is_supervised();
	}

function node(): NodeConfig
	{
	return Supervisor::__node();
	}

# What others ask of a supervisor by events, and its answers.

function answer_topic(kind: string, reqid: string): string
	{
	return fmt("%s/%s/%s", SupervisorControl::topic_prefix, kind, reqid);
	}

event zeek_init() &priority=10
	{
	if ( ! is_supervisor() )
		return;
	Broker::subscribe(SupervisorControl::topic_prefix);
	if ( SupervisorControl::enable_listen )
		Broker::listen();
	}

event Supervisor::node_status(node: string, pid: count) &priority=5
	{
	Broker::publish(SupervisorControl::topic_prefix + "/node_status", SupervisorControl::node_status, node, pid);
	}

event SupervisorControl::stop_request() &priority=-10
	{
	if ( is_supervisor() )
		terminate();
	}

event SupervisorControl::status_request(reqid: string, node: string) &priority=-10
	{
	if ( is_supervisor() )
		Broker::publish(answer_topic("status_response", reqid), SupervisorControl::status_response, reqid, status(node));
	}

event SupervisorControl::create_request(reqid: string, node: NodeConfig) &priority=-10
	{
	if ( is_supervisor() )
		Broker::publish(answer_topic("create_response", reqid), SupervisorControl::create_response, reqid, create(node));
	}

event SupervisorControl::destroy_request(reqid: string, node: string) &priority=-10
	{
	if ( is_supervisor() )
		Broker::publish(answer_topic("destroy_response", reqid), SupervisorControl::destroy_response, reqid, destroy(node));
	}

event SupervisorControl::restart_request(reqid: string, node: string) &priority=-10
	{
	if ( is_supervisor() )
		Broker::publish(answer_topic("restart_response", reqid), SupervisorControl::restart_response, reqid, restart(node));
	}
