##! Values in the form in which they travel.
##! The types are those of base/frameworks/broker/main, which is loaded before this.
module Broker;

export {
	## What a value is. Records are vectors on their way.
	type DataType: enum {
		NONE, BOOL, INT, COUNT, DOUBLE, STRING, ADDR, SUBNET, PORT, TIME, INTERVAL, ENUM, SET, TABLE, VECTOR
	};

	## Not set if such a value cannot travel.
	global data: function(d: any): Data;
	global data_type: function(d: Data): DataType;

	## A copy of an opaque value as it would arrive at a peer.
	global __opaque_clone_through_serialization: function(d: any): any;

	# -- sets. Iterators go over what was in there when they were made.

	global set_create: function(): Data;
	global set_clear: function(s: Data): bool;
	global set_size: function(s: Data): count;
	global set_contains: function(s: Data, key: any): bool;
	## F if it was there before.
	global set_insert: function(s: Data, key: any): bool;
	## F if it was not there.
	global set_remove: function(s: Data, key: any): bool;
	global set_iterator: function(s: Data): opaque of Broker::SetIterator;
	## T past the end.
	global set_iterator_last: function(it: opaque of Broker::SetIterator): bool;
	## F if there is nothing more.
	global set_iterator_next: function(it: opaque of Broker::SetIterator): bool;
	global set_iterator_value: function(it: opaque of Broker::SetIterator): Data;

	# -- tables. What was there before, or is there, is not set if nothing is there.

	global table_create: function(): Data;
	global table_clear: function(t: Data): bool;
	global table_size: function(t: Data): count;
	global table_contains: function(t: Data, key: any): bool;
	global table_insert: function(t: Data, key: any, val: any): Data;
	global table_remove: function(t: Data, key: any): Data;
	global table_lookup: function(t: Data, key: any): Data;
	global table_iterator: function(t: Data): opaque of Broker::TableIterator;
	global table_iterator_last: function(it: opaque of Broker::TableIterator): bool;
	global table_iterator_next: function(it: opaque of Broker::TableIterator): bool;
	global table_iterator_value: function(it: opaque of Broker::TableIterator): TableItem;

	# -- vectors

	global vector_create: function(): Data;
	global vector_clear: function(v: Data): bool;
	global vector_size: function(v: Data): count;
	## Before what is there now, or at the end.
	global vector_insert: function(v: Data, idx: count, d: any): bool;
	global vector_replace: function(v: Data, idx: count, d: any): Data;
	global vector_remove: function(v: Data, idx: count): Data;
	global vector_lookup: function(v: Data, idx: count): Data;
	global vector_iterator: function(v: Data): opaque of Broker::VectorIterator;
	global vector_iterator_last: function(it: opaque of Broker::VectorIterator): bool;
	global vector_iterator_next: function(it: opaque of Broker::VectorIterator): bool;
	global vector_iterator_value: function(it: opaque of Broker::VectorIterator): Data;

	# -- records

	## All fields are unset.
	global record_create: function(sz: count): Data;
	global record_size: function(r: Data): count;
	## F if there is no such field.
	global record_assign: function(r: Data, idx: count, d: any): bool;
	global record_lookup: function(r: Data, idx: count): Data;
	global record_iterator: function(r: Data): opaque of Broker::RecordIterator;
	global record_iterator_last: function(it: opaque of Broker::RecordIterator): bool;
	global record_iterator_next: function(it: opaque of Broker::RecordIterator): bool;
	global record_iterator_value: function(it: opaque of Broker::RecordIterator): Data;
}

module GLOBAL;
