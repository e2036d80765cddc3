##! Functions of the modules Broker and Log by the names that those underneath have in Zeek: some scripts call these.
@load ./main
@load ./store
module Broker;

export {
	const __data = data;
	const __data_type = data_type;
	const __set_create = set_create;
	const __set_clear = set_clear;
	const __set_size = set_size;
	const __set_contains = set_contains;
	const __set_insert = set_insert;
	const __set_remove = set_remove;
	const __set_iterator = set_iterator;
	const __set_iterator_last = set_iterator_last;
	const __set_iterator_next = set_iterator_next;
	const __set_iterator_value = set_iterator_value;
	const __table_create = table_create;
	const __table_clear = table_clear;
	const __table_size = table_size;
	const __table_contains = table_contains;
	const __table_insert = table_insert;
	const __table_remove = table_remove;
	const __table_lookup = table_lookup;
	const __table_iterator = table_iterator;
	const __table_iterator_last = table_iterator_last;
	const __table_iterator_next = table_iterator_next;
	const __table_iterator_value = table_iterator_value;
	const __vector_create = vector_create;
	const __vector_clear = vector_clear;
	const __vector_size = vector_size;
	const __vector_insert = vector_insert;
	const __vector_replace = vector_replace;
	const __vector_remove = vector_remove;
	const __vector_lookup = vector_lookup;
	const __vector_iterator = vector_iterator;
	const __vector_iterator_last = vector_iterator_last;
	const __vector_iterator_next = vector_iterator_next;
	const __vector_iterator_value = vector_iterator_value;
	const __record_create = record_create;
	const __record_size = record_size;
	const __record_assign = record_assign;
	const __record_lookup = record_lookup;
	const __record_iterator = record_iterator;
	const __record_iterator_last = record_iterator_last;
	const __record_iterator_next = record_iterator_next;
	const __record_iterator_value = record_iterator_value;
	const __listen_websocket = listen_websocket;
	const __peer = peer;
	const __unpeer = unpeer;
	const __peers = peers;
	const __node_id = node_id;
	const __subscribe = subscribe;
	const __forward = forward;
	const __unsubscribe = unsubscribe;
	const __auto_publish = auto_publish;
	const __auto_unpublish = auto_unpublish;
	const __publish_id = publish_id;
	const __flush_logs = flush_logs;
	const __create_master = create_master;
	const __create_clone = create_clone;
	const __close = close;
	const __is_closed = is_closed;
	const __store_name = store_name;
	const __exists = exists;
	const __get = get;
	const __get_index_from_value = get_index_from_value;
	const __keys = keys;
	const __put_unique = put_unique;
	const __put = put;
	const __erase = erase;
	const __increment = increment;
	const __decrement = decrement;
	const __append = append;
	const __insert_into_set = insert_into_set;
	const __insert_into_table = insert_into_table;
	const __remove_from = remove_from;
	const __push = push;
	const __pop = pop;
	const __clear = clear;

	## Tries only once to connect.
	global __peer_no_retry: function(a: string, p: port): bool;
}

function __peer_no_retry(a: string, p: port): bool
	{
	return peer(a, p, 0sec);
	}

module Log;

export {
	const __write = write;
	const __set_buf = set_buf;
	const __flush = flush;
	const __delay = delay;
	const __delay_finish = delay_finish;
	const __get_delay_queue_size = get_delay_queue_size;
}

module GLOBAL;
