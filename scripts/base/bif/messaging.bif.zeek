##! Sending events.
##! The types are those of base/frameworks/broker/main, which loads this.
module Broker;

export {
	## Makes an event and its arguments one value: make_event(EVENT, ARGUMENTS...). Its name is not set if they do not fit.
	global make_event: function(va_args: any): Event;

	## Sends an event to all processes that have subscribed to a prefix of the topic: publish(TOPIC, EVENT, ARGUMENTS...),
	## or publish(TOPIC, MADE) with what make_event made. Handlers of this process do not run.
	global publish: function(va_args: any): bool;
}

module Cluster;

export {
	## Sends an event to one node of a pool, each in turn: publish_rr(POOL, KEY, EVENT, ARGUMENTS...). Each key has turns of
	## its own. F if no node of the pool is up.
	global publish_rr: function(va_args: any): bool;

	## Sends an event to the node of a pool that a key belongs to: publish_hrw(POOL, KEY, EVENT, ARGUMENTS...). That is
	## always the same, as long as it is up. F if no node of the pool is up.
	global publish_hrw: function(va_args: any): bool;
}

module GLOBAL;
