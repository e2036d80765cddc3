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

	global __listen: function(a: string, p: port, proto: BrokerProtocol): port;
}

module GLOBAL;
