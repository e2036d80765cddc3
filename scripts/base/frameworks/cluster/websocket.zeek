##! Clients that speak WebSocket and JSON, in the words of later versions. What they see is what clients of
##! `Broker::listen_websocket` do; here a listener has TLS settings of its own, and events tell of its clients.
@load ./main

module Cluster;

export {
	const default_websocket_max_event_queue_size = 32 &redef;
	## How often clients are asked for a sign of life; 0 is never.
	const default_websocket_ping_interval = 5sec &redef;

	## Without a certificate connections are plain TCP.
	type WebSocketTLSOptions: record {
		## A PEM file with a chain of certificates, and one with the private key of the first.
		cert_file: string &optional;
		key_file: string &optional;
		## Clients must have a certificate, too. `ca_file` has those that theirs are checked against.
		enable_peer_verification: bool &default=F;
		ca_file: string &default="";
		## As OpenSSL writes them; "" for good ones.
		ciphers: string &default="";
	};

	type WebSocketServerOptions: record {
		## Where to listen: one of these two.
		listen_addr: addr &optional;
		listen_host: string &optional;
		listen_port: port;
		## How far clients may be ahead of scripts is decided by `Broker::congestion_queue_size` for all of them, so
		## this number is not needed here.
		max_event_queue_size: count &default=default_websocket_max_event_queue_size;
		ping_interval: interval &default=default_websocket_ping_interval;
		tls_options: WebSocketTLSOptions &default=WebSocketTLSOptions();
	};

	type NetworkInfo: record {
		address: string;
		bound_port: port;
	};

	## A client. Its number is made here, when it comes.
	type EndpointInfo: record {
		id: string;
		network: NetworkInfo;
		## As the client says in the header X-Application-Name.
		application_name: string &optional;
	};

	## T if clients can connect from now on. Otherwise an error says why not.
	global listen_websocket: function(options: WebSocketServerOptions): bool;

	## A client has said what topics it wants.
	global websocket_client_added: event(endpoint: EndpointInfo, subscriptions: string_vec);

	## A client is gone. The code is that of the frame that closed the connection, 1006 if there was none.
	global websocket_client_lost: event(endpoint: EndpointInfo, code: count, reason: string);
}

function listen_websocket(options: WebSocketServerOptions): bool
	{
	local tls = options$tls_options;
	if ( tls?$cert_file != tls?$key_file )
		{
		Reporter::error("Cluster::listen_websocket: cert_file and key_file go together; one of them is not set");
		return F;
		}

	local host = options?$listen_host ? options$listen_host : "";
	if ( options?$listen_addr )
		host = cat(options$listen_addr);

	return __listen_websocket(host, options$listen_port, options$ping_interval, tls?$cert_file ? tls$cert_file : "",
	                          tls?$key_file ? tls$key_file : "", tls$ca_file, tls$enable_peer_verification, tls$ciphers);
	}
