##! Stores: tables that processes share. One process holds the master; others may keep clones of it, and all of them may
##! read and change it. And values in the form in which they travel, taken apart and put together.
@load ./main

module Broker;

export {
	# -- how stores are kept

	## Clones ask their master so often to tell them what they missed.
	const default_clone_resync_interval = 10sec &redef;

	## A clone that has not heard of its master for so long answers no longer.
	const default_clone_stale_interval = 5min &redef;

	## Changes that a clone cannot pass on to its master wait so long for it.
	const default_clone_mutation_buffer_interval = 2min &redef;

	## Does this process hold the masters of tables with &backend?
	const table_store_master = T &redef;

	## Where these masters keep their files.
	const table_store_db_directory = "." &redef;

	## Did a query work?
	type QueryStatus: enum {
		SUCCESS,
		## There is no such key, or the arguments were wrong.
		FAILURE
	};

	## Answer of a store.
	type QueryResult: record {
		status: QueryStatus;
		## Not set if the query failed.
		result: Broker::Data;
	};

	## Where a master keeps its data.
	type BackendType: enum { MEMORY, SQLITE };

	## What to do with a damaged file.
	type SQLiteFailureMode: enum {
		## The store cannot be made.
		SQLITE_FAILURE_MODE_FAIL,
		## Delete it, and begin anew.
		SQLITE_FAILURE_MODE_DELETE
	};

	## How sure it is that data are on disk; see SQLite's PRAGMA synchronous.
	type SQLiteSynchronous: enum {
		SQLITE_SYNCHRONOUS_OFF,
		SQLITE_SYNCHRONOUS_NORMAL,
		SQLITE_SYNCHRONOUS_FULL,
		SQLITE_SYNCHRONOUS_EXTRA
	};

	## How transactions are kept apart; see SQLite's PRAGMA journal_mode.
	type SQLiteJournalMode: enum { SQLITE_JOURNAL_MODE_DELETE, SQLITE_JOURNAL_MODE_WAL };

	type SQLiteOptions: record {
		## "" means the name of the store, and ".sqlite".
		path: string &default="";
		synchronous: SQLiteSynchronous &optional;
		journal_mode: SQLiteJournalMode &optional;
		failure_mode: SQLiteFailureMode &default=SQLITE_FAILURE_MODE_FAIL;
		## Check the whole file before it is used.
		integrity_check: bool &default=F;
	};

	type BackendOptions: record {
		sqlite: SQLiteOptions &default=SQLiteOptions();
	};

	## In a cluster, the manager tells the others which tables with &backend it holds the masters of.
	global announce_masters: event(masters: set[string]);

	# -- making and closing stores

	global create_master: function(name: string, b: BackendType &default=MEMORY,
	                               options: BackendOptions &default=BackendOptions()): opaque of Broker::Store;
	global create_clone: function(name: string, resync_interval: interval &default=default_clone_resync_interval,
	                              stale_interval: interval &default=default_clone_stale_interval,
	                              mutation_buffer_interval: interval &default=default_clone_mutation_buffer_interval):
	                     opaque of Broker::Store;
	global close: function(h: opaque of Broker::Store): bool;
	global is_closed: function(h: opaque of Broker::Store): bool;
	global store_name: function(h: opaque of Broker::Store): string;

	# -- asking, in the condition of a `when` with a timeout

	global exists: function(h: opaque of Broker::Store, k: any): QueryResult;
	global get: function(h: opaque of Broker::Store, k: any): QueryResult;
	## Is something in a set, or what is there in a table, or at a place of a vector?
	global get_index_from_value: function(h: opaque of Broker::Store, k: any, i: any): QueryResult;
	global keys: function(h: opaque of Broker::Store): QueryResult;
	## Like `put`, if there is no such key yet: was that so?
	global put_unique: function(h: opaque of Broker::Store, k: any, v: any, e: interval &default=0sec): QueryResult;

	# -- changing. T: the change is on its way. An entry lives for `e` from then on, or for ever if that is 0.

	global put: function(h: opaque of Broker::Store, k: any, v: any, e: interval &default=0sec): bool;
	global erase: function(h: opaque of Broker::Store, k: any): bool;
	global increment: function(h: opaque of Broker::Store, k: any, a: any &default=1, e: interval &default=0sec): bool;
	global decrement: function(h: opaque of Broker::Store, k: any, a: any &default=1, e: interval &default=0sec): bool;
	global append: function(h: opaque of Broker::Store, k: any, s: string, e: interval &default=0sec): bool;
	global insert_into_set: function(h: opaque of Broker::Store, k: any, i: any, e: interval &default=0sec): bool;
	global insert_into_table: function(h: opaque of Broker::Store, k: any, i: any, v: any,
	                                   e: interval &default=0sec): bool;
	global remove_from: function(h: opaque of Broker::Store, k: any, i: any, e: interval &default=0sec): bool;
	## At the end of a vector.
	global push: function(h: opaque of Broker::Store, k: any, v: any, e: interval &default=0sec): bool;
	global pop: function(h: opaque of Broker::Store, k: any, e: interval &default=0sec): bool;
	global clear: function(h: opaque of Broker::Store): bool;
}

@load base/bif/data.bif
@load base/bif/store.bif
