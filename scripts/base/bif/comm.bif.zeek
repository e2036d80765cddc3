##! What becomes of connections.
##! The types are those of base/frameworks/broker/main, which loads this.
module Broker;

export {
	## What somebody who connects speaks.
	type BrokerProtocol: enum { NATIVE, WEBSOCKET };

	## The process at the other end has become a peer.
	global peer_added: event(endpoint: EndpointInfo, msg: string);

	## It is no peer any more, for this process called `unpeer`.
	global peer_removed: event(endpoint: EndpointInfo, msg: string);

	## It is no peer any more, for it ended, or the connection did.
	global peer_lost: event(endpoint: EndpointInfo, msg: string);

	## Messages can reach a process that they could not reach before, perhaps by way of others.
	global endpoint_discovered: event(endpoint: EndpointInfo, msg: string);

	## They cannot any longer.
	global endpoint_unreachable: event(endpoint: EndpointInfo, msg: string);

	## Whatever else happens to a connection.
	global status: event(endpoint: EndpointInfo, msg: string);

	## Something failed: a connection, for instance.
	global error: event(code: ErrorCode, msg: string);

	## Messages for this process were dropped on their way; an addition of whimbrel.
	##
	## reason: "subscriber_overflow" (this process is too slow), "peer_overflow" (the way to it was), or "path_lost" (a node on
	##         the way has lost a connection).
	##
	## id: The node where they were lost.
	##
	## messages: How many; 0 if nobody knows.
	global messages_lost: event(reason: string, id: string, messages: count);
	## Records of logs are missing, or may be: on the receiver's side `peer` is who sent them, on the sender's who should have got
	## them, if that is known.
	global log_records_lost: event(topic: string, peer: string, records: count, why: string);

	global __listen: function(a: string, p: port, proto: BrokerProtocol): port;
}

module Cluster;

export {
	global __listen_websocket: function(address: string, p: port, ping_interval: interval, cert_file: string, key_file: string,
	                                    ca_file: string, verify: bool, ciphers: string): bool;
}

module GLOBAL;
