##! The events by which others control a supervisor.
@load ./api

module SupervisorControl;

export {
	## A supervisor subscribes to this. Its answers go to PREFIX/KIND_response/REQID.
	const topic_prefix = "zeek/supervisor" &redef;
	## Whether a supervisor listens on Broker::default_port.
	const enable_listen = F &redef;

	global stop_request: event();
	global status_request: event(reqid: string, node: string);
	global status_response: event(reqid: string, result: Supervisor::Status);
	global create_request: event(reqid: string, node: Supervisor::NodeConfig);
	global create_response: event(reqid: string, result: string);
	global destroy_request: event(reqid: string, node: string);
	global destroy_response: event(reqid: string, result: bool);
	global restart_request: event(reqid: string, node: string);
	global restart_response: event(reqid: string, result: bool);
	global node_status: event(node: string, pid: count);
}
