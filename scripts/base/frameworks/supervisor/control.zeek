##! The events by which others would control a supervisor.
@load ./api

module SupervisorControl;

export {
	const topic_prefix = "zeek/supervisor" &redef;
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
