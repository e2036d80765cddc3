##! Where the numbers can be asked for. Nothing listens in this runtime; scripts may set these all the same.
module Telemetry;

export {
	const metrics_address = getenv("ZEEK_DEFAULT_LISTEN_ADDRESS") &redef;
	const metrics_port = 0/unknown &redef;
	const metrics_endpoint_name = "" &redef;
	const callback_timeout: interval = 5sec &redef;
	const civetweb_threads: count = 2 &redef;
}
