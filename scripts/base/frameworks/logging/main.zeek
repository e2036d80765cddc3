##! Logs: scripts write records to streams, and the filters of a stream decide where and how they are kept.
module Log;

export {
	## The streams there are. Scripts add their own with `redef enum Log::ID += { LOG };`.
	type ID: enum {
		UNKNOWN,
		## What print writes, if print_to_log says so.
		PRINTLOG
	};

	## What becomes of the records of a filter.
	type Writer: enum {
		## Lines of text: columns or JSON.
		WRITER_ASCII,
		## Nothing.
		WRITER_NONE,
		## Rows of a SQLite data base.
		WRITER_SQLITE
	};

	## Where print statements go.
	type PrintLogType: enum {
		REDIRECT_NONE,
		## What would go to standard output becomes records of PRINTLOG.
		REDIRECT_STDOUT,
		## What is printed to files, too.
		REDIRECT_ALL
	};

	# -- defaults of all filters and writers

	## Whether filters write here, and whether they send to peers, unless they say otherwise.
	const enable_local_logging = T &redef;
	const enable_remote_logging = T &redef;
	const default_writer = WRITER_ASCII &redef;
	## The directory of logs; "": the working directory. It has to be there.
	const default_logdir = "" &redef;

	## Between columns.
	const separator = "\t" &redef;
	## Between the elements of sets and vectors.
	const set_separator = "," &redef;
	## For strings and containers that are empty.
	const empty_field = "(empty)" &redef;
	## For fields without a value.
	const unset_field = "-" &redef;

	## New names for columns, by their old ones.
	const default_field_name_map: table[string] of string = {} &redef;
	## Between the names of a record and its field.
	const default_scope_sep = "." &redef;
	## In front of the names of columns that an extension function adds.
	const default_ext_prefix: string = "_" &redef;
	## Its record's fields go in front of all others. This one adds none.
	const default_ext_func: function(path: string): any = function(path: string) { } &redef;

	## How long, and how many, records may be held back by Log::delay().
	const default_max_delay_interval = 200msec &redef;
	const default_max_delay_queue_size = 1000 &redef;

	const print_to_log: PrintLogType = REDIRECT_NONE &redef;
	## The path of the log that print statements go to.
	const print_log_path = "print" &redef;

	# -- rotation: a log is put aside under another name, and a new one begun

	## How often; 0secs: never.
	const default_rotation_interval = 0secs &redef;
	## How often alarms of the module Notice are mailed; 0 sec: not at all.
	const default_mail_alarms_interval = 0secs &redef;
	## How the time of opening looks in names.
	const default_rotation_date_format = "%Y-%m-%d-%H-%M-%S" &redef;
	## Where rotated logs go; "": where they are.
	const default_rotation_dir = "" &redef;
	## Run after each rotation, with the new name, the path, the times of opening and closing (26-01-31_12.00.00), 1 at the
	## end of the process, and the writer. "": nothing.
	const default_rotation_postprocessor_cmd = "" &redef;

	## A log that has been rotated.
	type RotationInfo: record {
		writer: Writer;
		## The name that the file has now.
		fname: string;
		path: string;
		open: time;
		close: time;
		## The process ends.
		terminating: bool;
	};

	type RotationPostProcessorFunc: function(info: RotationInfo): bool;

	## A log that is about to be rotated.
	type RotationFmtInfo: record {
		writer: Writer;
		path: string;
		open: time;
		close: time;
		terminating: bool;
		## What will be called then.
		postprocessor: RotationPostProcessorFunc &optional;
	};

	## A new name, without what ends it, such as ".log".
	type RotationPath: record {
		dir: string &default=default_rotation_dir;
		file_basename: string;
	};

	## Told of rotated logs whose filters have no postprocessor of their own.
	const default_rotation_postprocessors: table[Writer] of function(info: RotationInfo): bool = {} &redef;
	## Of these, the rotated files are named PATH.DATE; of others, PATH-DATE.
	global dated_postprocessors: set[RotationPostProcessorFunc] = set();
	## Makes the new name of a log.
	const rotation_format_func: function(ri: RotationFmtInfo): RotationPath &redef;

	## Runs default_rotation_postprocessor_cmd on a file. For functions that rename once more, `npath` is its name.
	global run_rotation_postprocessor_cmd: function(info: RotationInfo, npath: string): bool;

	# -- filters

	## How a stream is kept.
	type Filter: record {
		## Filters of one stream have different ones.
		name: string;
		writer: Writer &default=default_writer;
		## Names the log: a file without its ".log". Default: that of the stream.
		path: string &optional;
		## Gives the path anew for each record. Files stay open.
		path_func: function(id: ID, path: string, rec: any): string &optional;
		## The columns to write, by name; without: all.
		include: set[string] &optional;
		## The columns to leave out.
		exclude: set[string] &optional;
		log_local: bool &default=enable_local_logging;
		log_remote: bool &default=enable_remote_logging;
		field_name_map: table[string] of string &default=default_field_name_map;
		scope_sep: string &default=default_scope_sep;
		ext_prefix: string &default=default_ext_prefix;
		ext_func: function(path: string): any &default=default_ext_func;
		## How often the log is rotated.
		interv: interval &default=default_rotation_interval;
		## Told of each rotation; F: something has failed.
		postprocessor: function(info: RotationInfo): bool &optional;
		## Options of the writer, by name.
		config: table[string] of string &default=table();
	};

	## Sees each record that a filter is about to write, and may change it. `break`: the filter leaves it out.
	type PolicyHook: hook(rec: any, id: ID, filter: Filter);

	# -- streams

	## What a stream is made of.
	type Stream: record {
		## A record type: its fields with &log are the columns.
		columns: any;
		## event(rec: COLUMNS), raised for each record that is written.
		ev: any &optional;
		## Default: made of the stream's ID.
		path: string &optional;
		## For filters that have none.
		policy: PolicyHook &optional;
		## Event groups that are disabled and enabled together with the stream.
		event_groups: set[string] &default=set();
		max_delay_interval: interval &default=default_max_delay_interval;
		max_delay_queue_size: count &default=default_max_delay_queue_size;
	};

	## Sees each record of each stream, before filters do. `break`: no filter writes it.
	type StreamPolicyHook: hook(rec: any, id: ID);
	global log_stream_policy: StreamPolicyHook;

	## The streams that are not disabled.
	global active_streams: table[ID] of Stream = table();

	## The default path of a stream: "foo_bar" for FooBar::LOG.
	global default_path_func: function(id: ID, path: string, rec: any): string;

	# Each of these returns F if it cannot be done.

	## Creates a stream, with the filter "default". One that is there is replaced.
	global create_stream: function(id: ID, stream: Stream): bool;
	global remove_stream: function(id: ID): bool;
	## A disabled stream takes records and forgets them.
	global enable_stream: function(id: ID): bool;
	global disable_stream: function(id: ID): bool;
	## Adds a filter to a stream, or replaces that of the same name.
	global add_filter: function(id: ID, filter: Filter): bool;
	global remove_filter: function(id: ID, name: string): bool;
	global get_filter_names: function(id: ID): set[string];
	## A filter of the name "<not found>", if there is none.
	global get_filter: function(id: ID, name: string): Filter;
	global add_default_filter: function(id: ID): bool;
	global remove_default_filter: function(id: ID): bool;
	## Writes a record to a stream. T also if filters and hooks leave it out.
	global write: function(id: ID, columns: any): bool;
	## F: what is written goes out at once. T: when a buffer is full, and every second.
	global set_buf: function(id: ID, buffered: bool): bool;
	## What has been written goes out now.
	global flush: function(id: ID): bool;

	# -- holding records back

	## Called when a record is let go; F: it is not written.
	type PostDelayCallback: function(rec: any, id: ID): bool;
	global empty_post_delay_cb: PostDelayCallback;

	## Holds back the record that is being written. In log_stream_policy only, and in the callbacks. What comes back is for
	## delay_finish(). One record may be held back several times.
	global delay: function(id: ID, rec: any, post_delay_cb: PostDelayCallback &default=empty_post_delay_cb)
	: opaque of LogDelayToken;
	## Lets a record go.
	global delay_finish: function(id: ID, rec: any, token: opaque of LogDelayToken): bool;
	## What is held for longer than this is let go.
	global set_max_delay_interval: function(id: ID, max_delay: interval): bool;
	## Of more records than this, the oldest is let go.
	global set_max_delay_queue_size: function(id: ID, queue_size: count): bool;
	## How many records are held back.
	global get_delay_queue_size: function(id: ID): int;

	# -- print

	type PrintLogInfo: record {
		ts: time &log;
		vals: string_vec &log;
	};
	global log_print: event(rec: PrintLogInfo);
}

redef record Filter += {
	policy: PolicyHook &optional;
};

# The functions behind those above.
@load base/bif/logging.bif

module Log;

# Streams that have been created, disabled ones too.
global all_streams: table[ID] of Stream = table();
global filters: table[ID, string] of Filter = table();
global filter_names: table[ID] of set[string] = table();

const not_found = Filter($name="<not found>");

function default_path_func(id: ID, path: string, rec: any): string
	{
	return path == "" ? __default_path(id) : path;
	}

function create_stream(id: ID, stream: Stream): bool
	{
	if ( ! __create_stream(id, stream) )
		return F;
	active_streams[id] = stream;
	all_streams[id] = stream;
	return add_default_filter(id);
	}

function remove_stream(id: ID): bool
	{
	delete active_streams[id];
	delete all_streams[id];
	if ( id in filter_names )
		{
		for ( name in filter_names[id] )
			delete filters[id, name];
		delete filter_names[id];
		}
	return __remove_stream(id);
	}

function disable_stream(id: ID): bool
	{
	if ( id !in all_streams )
		return F;
	delete active_streams[id];
	for ( group in all_streams[id]$event_groups )
		disable_event_group(group);
	return __disable_stream(id);
	}

function enable_stream(id: ID): bool
	{
	if ( ! __enable_stream(id) )
		return F;
	active_streams[id] = all_streams[id];
	for ( group in all_streams[id]$event_groups )
		enable_event_group(group);
	return T;
	}

function add_filter(id: ID, filter: Filter): bool
	{
	local stream = all_streams[id];
	if ( ! filter?$path && stream?$path )
		filter$path = stream$path;
	if ( ! __add_filter(id, filter) )
		return F;
	filters[id, filter$name] = filter;
	if ( id !in filter_names )
		filter_names[id] = set();
	add filter_names[id][filter$name];
	return T;
	}

function remove_filter(id: ID, name: string): bool
	{
	if ( id in filter_names )
		delete filter_names[id][name];
	delete filters[id, name];
	return __remove_filter(id, name);
	}

function get_filter(id: ID, name: string): Filter
	{
	return [id, name] in filters ? filters[id, name] : not_found;
	}

function get_filter_names(id: ID): set[string]
	{
	return id in filter_names ? filter_names[id] : set();
	}

function add_default_filter(id: ID): bool
	{
	return add_filter(id, [$name="default"]);
	}

function remove_default_filter(id: ID): bool
	{
	return remove_filter(id, "default");
	}

function empty_post_delay_cb(rec: any, id: ID): bool
	{
	return T;
	}

function set_max_delay_interval(id: ID, max_delay: interval): bool
	{
	if ( id !in all_streams )
		return F;
	all_streams[id]$max_delay_interval = max_delay;
	return __set_max_delay_interval(id, max_delay);
	}

function set_max_delay_queue_size(id: ID, queue_size: count): bool
	{
	if ( id !in all_streams )
		return F;
	all_streams[id]$max_delay_queue_size = queue_size;
	return __set_max_delay_queue_size(id, queue_size);
	}

function format_rotated_name(ri: RotationFmtInfo): RotationPath &is_used
	{
	if ( ri?$postprocessor && ri$postprocessor in dated_postprocessors )
		return [$file_basename=fmt("%s.%s", ri$path, strftime(default_rotation_date_format, ri$open))];
	return [$file_basename=fmt("%s-%s", ri$path, strftime("%y-%m-%d_%H.%M.%S", ri$open))];
	}
redef rotation_format_func = format_rotated_name;

function run_rotation_postprocessor_cmd(info: RotationInfo, npath: string): bool
	{
	if ( default_rotation_postprocessor_cmd == "" )
		return T;
	local writer = to_lower(subst_string(cat(info$writer), "Log::WRITER_", ""));
	# Programs expect this form of times, whatever names of files have.
	local form = "%y-%m-%d_%H.%M.%S";
	local command = fmt("%s %s %s %s %s %d %s", default_rotation_postprocessor_cmd, safe_shell_quote(npath),
	                    safe_shell_quote(info$path), strftime(form, info$open), strftime(form, info$close),
	                    info$terminating ? 1 : 0, writer);
	# In the background: the last word goes on when this process has ended.
	system(command);
	return T;
	}

event zeek_init() &priority=5
	{
	if ( print_to_log != REDIRECT_NONE )
		create_stream(PRINTLOG, [$columns=PrintLogInfo, $ev=log_print, $path=print_log_path]);
	}
