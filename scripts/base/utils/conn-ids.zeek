##! Connections as text.
module GLOBAL;

export {
	## "1.2.3.4:1000 > 5.6.7.8:80"
	global id_string: function(id: conn_id): string;
	## The same with the arrow turned.
	global reverse_id_string: function(id: conn_id): string;
	## As the direction tells.
	global directed_id_string: function(id: conn_id, is_orig: bool): string;
}

function id_string(id: conn_id): string
	{
	return fmt("%s:%d > %s:%d", id$orig_h, id$orig_p, id$resp_h, id$resp_p);
	}

function reverse_id_string(id: conn_id): string
	{
	return fmt("%s:%d < %s:%d", id$orig_h, id$orig_p, id$resp_h, id$resp_p);
	}

function directed_id_string(id: conn_id, is_orig: bool): string
	{
	return is_orig ? id_string(id) : reverse_id_string(id);
	}
