##! Stores: all of it is in base/frameworks/broker/store.
@load base/frameworks/broker/store
