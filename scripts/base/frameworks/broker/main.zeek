##! Talking to other processes: connections, topics, events and variables that are shared.
##!
##! A process listens, or asks others to be its peers, or both. It subscribes to topics; events that any process
##! publishes to such a topic then run its handlers.
module Broker;

export {
	# -- where to listen, how often to try

	## The port of a process for others of its kind: where `listen` and `peer` mean it if they are not told otherwise.
	const default_port = 9999/tcp &redef;

	## The same for clients that speak WebSocket.
	const default_port_websocket = 9997/tcp &redef;

	## The address at which `listen` waits for peers; an empty one means all addresses of the host. The environment
	## variable ZEEK_DEFAULT_LISTEN_ADDRESS sets it.
	const default_listen_address = getenv("ZEEK_DEFAULT_LISTEN_ADDRESS") &redef;

	## The same for `listen_websocket`.
	const default_listen_address_websocket = getenv("ZEEK_DEFAULT_LISTEN_ADDRESS") &redef;

	## How long after a failed attempt to listen the next one is made. The environment variable
	## ZEEK_DEFAULT_LISTEN_RETRY, a number of seconds, goes before this and before what a call says.
	const default_listen_retry = 30sec &redef;

	## How long after a failed attempt to connect, or after a lost connection, the next attempt is made. The environment
	## variable ZEEK_DEFAULT_CONNECT_RETRY, a number of seconds, goes before this and before what a call says.
	const default_connect_retry = 30sec &redef;

	## Does `peer` keep the process running until it is told to end? It is looked at in each call. Without that, a process
	## that has nothing else to do ends, though it has peers.
	option peer_counts_as_iosource: bool = T;

	# -- encryption

	## Connections are not encrypted. Both sides must have the same here.
	const disable_ssl = F &redef;

	## A file with the certificates that are trusted, in PEM format, one after the other. With this, and with any of the
	## four below, peers have to show certificates that are valid. With none of them connections are encrypted, but anybody
	## may connect.
	const ssl_cafile = "" &redef;

	## A folder with trusted certificates, as OpenSSL wants it: a file each, named by its hash.
	const ssl_capath = "" &redef;

	## A file with the certificate of this process, in PEM format.
	const ssl_certificate = "" &redef;

	## A file with the private key that belongs to `ssl_certificate`.
	const ssl_keyfile = "" &redef;

	## What the private key is encrypted with.
	const ssl_passphrase = "" &redef;

	# -- how messages travel

	## Messages of one peer are passed on to others that have subscribed to their topics.
	const forward_messages = F &redef;

	## With so many messages waiting to be handled, peers are read no further until there are fewer.
	const congestion_queue_size = 200 &redef;

	## Log entries leave in batches of at most so many, for each log and topic,
	const log_batch_size = 400 &redef;

	## and wait no longer than this.
	const log_batch_interval = 1sec &redef;

	## What the topics of log entries begin with; the stream's name follows.
	const default_log_topic_prefix = "zeek/logs/" &redef;

	# -- threads

	## Threads that make connections secure; messages never pass through them. More than one help where many peers connect
	## at once. The environment variable ZEEK_BROKER_MAX_THREADS goes before this.
	const max_threads = 1 &redef;

	## How these threads share work. With "sharing" they have one queue and sleep until there is something in it. With
	## "stealing" each has its own and looks at the others' when it has nothing to do. Anything else is an error.
	const scheduler_policy = "sharing" &redef;

	## How a thread without work looks for some if they are "stealing". It does so in three stages. First it looks
	## `aggressive_polls` times, and each `aggressive_interval`-th time at the others' queues too; then `moderate_polls`
	## times, each `moderate_interval`-th at the others', sleeping for `moderate_sleep` in between; then for as long as it
	## takes, each `relaxed_interval`-th time at the others', sleeping for `relaxed_sleep`.
	const aggressive_polls = 5 &redef;

	## See `aggressive_polls`.
	const aggressive_interval = 4 &redef;

	## See `aggressive_polls`.
	const moderate_polls = 5 &redef;

	## See `aggressive_polls`.
	const moderate_interval = 2 &redef;

	## See `aggressive_polls`.
	const moderate_sleep = 16msec &redef;

	## See `aggressive_polls`.
	const relaxed_interval = 1 &redef;

	## See `aggressive_polls`.
	const relaxed_sleep = 64msec &redef;

	# -- what went wrong

	## Kinds of errors.
	type ErrorCode: enum {
		## None.
		NO_ERROR = 0,
		## No further description.
		UNSPECIFIED = 1,
		## The other side speaks no version of the protocol that this one knows.
		PEER_INCOMPATIBLE = 2,
		## There is no such peer.
		PEER_INVALID = 3,
		## Nobody listens there.
		PEER_UNAVAILABLE = 4,
		## The connection ended before both sides had agreed.
		PEER_DISCONNECT_DURING_HANDSHAKE = 5,
		## Making a peering took too long.
		PEER_TIMEOUT = 6,
		## There is a master of that name already.
		MASTER_EXISTS = 7,
		## There is no master of that name.
		NO_SUCH_MASTER = 8,
		## The store has no such key.
		NO_SUCH_KEY = 9,
		## The store did not answer in time.
		REQUEST_TIMEOUT = 10,
		## A value is not of the type that the operation works on.
		TYPE_CLASH = 11,
		## The operation cannot be done with this value.
		INVALID_DATA = 12,
		## What keeps the store's data failed.
		BACKEND_FAILURE = 13,
		## What keeps the store's data failed: they may be old.
		STALE_DATA = 14,
		## A file cannot be opened,
		CANNOT_OPEN_FILE = 15,
		## nor written.
		CANNOT_WRITE_FILE = 16,
		## A key is not a topic.
		INVALID_TOPIC_KEY = 17,
		## A file ended too early.
		END_OF_FILE = 18,
		## A mark of some kind that is not known.
		INVALID_TAG = 19,
		## A status that is none.
		INVALID_STATUS = 20,
		## A failure below the protocol.
		CAF_ERROR = 100
	};

	# -- peers

	## How far a peering is.
	type PeerStatus: enum {
		## It is wanted.
		INITIALIZING,
		## A connection is being made.
		CONNECTING,
		## There is a connection; both sides are about to agree.
		CONNECTED,
		## Messages go both ways.
		PEERED,
		## The connection is lost.
		DISCONNECTED,
		## It is lost, and being made again.
		RECONNECTING
	};

	## Where a process can be reached.
	type NetworkInfo: record {
		## Its address, or the name of its host.
		address: string &log;
		## The port where it listens.
		bound_port: port &log;
	};

	## Another process.
	type EndpointInfo: record {
		## Its identifier, as its own `node_id` gives it.
		id: string;
		network: NetworkInfo &optional;
	};

	type PeerInfo: record {
		peer: EndpointInfo;
		status: PeerStatus;
	};

	type PeerInfos: vector of PeerInfo;

	# -- values on their way

	## A value in the form in which it travels. `d is T` asks for its type, `d as T` makes a value of a script of it, and
	## `Broker::data` goes the other way.
	type Data: record {
		## Not set: there is none.
		data: opaque of Broker::Data &optional;
	};

	type DataVector: vector of Data;

	## An event with its arguments, as `make_event` makes it and `publish` takes it.
	type Event: record {
		## Not set: what it was to be made of is no event, or the arguments do not fit.
		name: string &optional;
		args: DataVector;
	};

	## An entry of a table.
	type TableItem: record {
		key: Data;
		val: Data;
	};
}

@load base/bif/comm.bif
@load base/bif/messaging.bif

module Broker;

export {
	# -- connections

	## Waits for peers at an address; "" means all addresses of the host. Port 0/tcp lets the system choose one. The
	## result is the port, or 0/tcp if that failed: then it is tried again every `retry`, unless that is 0.
	##
	## From then on the process runs until it is told to end.
	global listen: function(a: string &default=default_listen_address, p: port &default=default_port,
	                        retry: interval &default=default_listen_retry): port;

	## The same for clients that speak WebSocket.
	global listen_websocket: function(a: string &default=default_listen_address_websocket,
	                                  p: port &default=default_port_websocket,
	                                  retry: interval &default=default_listen_retry): port;

	## Makes the process that listens there a peer, now or later: it is tried again every `retry`, unless that is 0, until
	## that worked, and likewise when the connection is lost. `Broker::peer_added` and `Broker::error` tell how it went.
	## F if it is not even tried, or is one's peer already.
	global peer: function(a: string, p: port &default=default_port,
	                      retry: interval &default=default_connect_retry): bool;

	## Ends a peering that `peer` began, or stops trying. Both arguments must be those of `peer`. F if there was none.
	global unpeer: function(a: string, p: port): bool;

	## All peers.
	global peers: function(): vector of PeerInfo;

	## The identifier of this process, which no other has.
	global node_id: function(): string;

	# -- topics

	## Events that others publish to topics with this prefix now run their handlers here: "a" means "alice" and "amy", but
	## not "bob", and "" means everything. F if that was so before.
	##
	## In zeek_init this is done when the call returns, later perhaps a moment after.
	global subscribe: function(topic_prefix: string): bool;

	## Like `subscribe`, but events only pass through, to peers that have subscribed to them: no handler runs here. F if
	## that was so before.
	global forward: function(topic_prefix: string): bool;

	## Undoes `subscribe` and `forward` with the same argument. Peers that know of the prefix may go on sending, but nothing
	## happens with that. T in any case.
	global unsubscribe: function(topic_prefix: string): bool;

	## Whenever this event is raised here, it is published to a topic as well. F if it is no event.
	global auto_publish: function(topic: string, ev: any): bool;

	## Undoes `auto_publish` with the same arguments.
	global auto_unpublish: function(topic: string, ev: any): bool;

	## Publishes the value of a global variable. With those who have subscribed to the topic it becomes the value of
	## their variable of that name. F if there is no such variable, or its value cannot travel.
	global publish_id: function(topic: string, id: string): bool;

	# -- logs

	## Sends log entries that wait to make up a batch now, and tells how many these were.
	global flush_logs: function(): count;

	## The topic of a log: `default_log_topic_prefix` and the name of its stream.
	global default_log_topic: function(id: Log::ID, path: string): string;
}

function default_log_topic(id: Log::ID, path: string): string
	{
	return default_log_topic_prefix + cat(id);
	}

export {
	## Asked for each log entry: the topic to which it is published. `path` is where the entry would be written.
	const log_topic: function(id: Log::ID, path: string): string = default_log_topic &redef;
}

global log_flush: event();
global retry_listen_websocket: event(a: string, p: port, retry: interval);

# Log entries wait for others, but not for ever.
event log_flush() &priority=10
	{
	Broker::flush_logs();
	schedule log_batch_interval { Broker::log_flush() };
	}

event zeek_init()
	{
	schedule log_batch_interval { Broker::log_flush() };
	}

event retry_listen_websocket(a: string, p: port, retry: interval)
	{
	Broker::listen_websocket(a, p, retry);
	}

function listen_websocket(a: string, p: port, retry: interval): port
	{
	local bound = Broker::__listen(a, p, Broker::WEBSOCKET);
	if ( bound != 0/tcp )
		return bound;

	local seconds = getenv("ZEEK_DEFAULT_LISTEN_RETRY");
	if ( seconds != "" )
		retry = double_to_interval(to_double(seconds));
	if ( retry != 0secs )
		schedule retry { Broker::retry_listen_websocket(a, p, retry) };
	return bound;
	}
