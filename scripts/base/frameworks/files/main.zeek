##! What scripts name about files seen in packets. There are none, so functions on a file answer what they answer about
##! one that nobody knows; what is registered can be asked for.
@load base/frameworks/logging
@load base/bif/file_analysis.bif

module Files;

export {
	redef enum Log::ID += { LOG };

	## Sees what files.log is about to get.
	global log_policy: Log::PolicyHook;

	## What an analyzer is to do. Scripts of analyzers add to it.
	type AnalyzerArgs: record {
		## Gets pieces and where they belong.
		chunk_event: event(f: fa_file, data: string, off: count) &optional;
		## Gets pieces one after the other.
		stream_event: event(f: fa_file, data: string) &optional;
	};

	type Info: record {
		ts: time &log;
		fuid: string &log;
		uid: string &log &optional;
		id: conn_id &log &optional;
		## The protocol, as a rule.
		source: string &log &optional;
		depth: count &log &default=0;
		analyzers: set[string] &log &default=string_set();
		mime_type: string &log &optional;
		filename: string &log &optional;
		duration: interval &log &default=0secs;
		local_orig: bool &log &optional;
		is_orig: bool &log &optional;
		seen_bytes: count &log &default=0;
		total_bytes: count &log &optional;
		missing_bytes: count &log &default=0;
		overflow_bytes: count &log &default=0;
		timedout: bool &log &default=F;
		parent_fuid: string &log &optional;
	};

	## What a protocol knows about its files.
	type ProtoRegistration: record {
		get_file_handle: function(c: connection, is_orig: bool): string;
		describe: function(f: fa_file): string &default=function(f: fa_file): string { return ""; };
	};

	const analyze_by_mime_type_automatically = T &redef;
	## Analyzers that are off.
	const disable: table[Files::Tag] of bool = table() &redef;
	const reassembly_buffer_size = 524288 &redef;
	const salt = "I recommend changing this." &redef;

	global log_files: event(rec: Info);

	# -- of one file

	global file_exists: function(fuid: string): bool;
	global lookup_file: function(fuid: string): fa_file;
	## F if there is no such file, which is reported.
	global add_analyzer: function(f: fa_file, tag: Files::Tag, args: AnalyzerArgs &default=AnalyzerArgs()): bool;
	global remove_analyzer: function(f: fa_file, tag: Files::Tag, args: AnalyzerArgs &default=AnalyzerArgs()): bool;
	global stop: function(f: fa_file): bool;
	global set_timeout_interval: function(f: fa_file, t: interval): bool;
	global enable_reassembly: function(f: fa_file);
	global disable_reassembly: function(f: fa_file);
	global set_reassembly_buffer_size: function(f: fa_file, max: count);
	## As the protocol that brought it says; "" if that has not been registered.
	global describe: function(f: fa_file): string;

	# -- of analyzers

	## "MD5", for instance.
	global analyzer_name: function(tag: Files::Tag): string;
	global enable_analyzer: function(tag: Files::Tag): bool;
	global disable_analyzer: function(tag: Files::Tag): bool;
	global analyzer_enabled: function(tag: Files::Tag): bool;
	## Called before an analyzer of that kind is added.
	global register_analyzer_add_callback: function(tag: Files::Tag,
	                                                callback: function(f: fa_file, args: AnalyzerArgs));

	# -- what is registered

	## F if one for that protocol has been there; it is replaced.
	global register_protocol: function(tag: Analyzer::Tag, reg: ProtoRegistration): bool;
	global register_for_mime_type: function(tag: Files::Tag, mt: string): bool;
	global register_for_mime_types: function(tag: Files::Tag, mts: set[string]): bool;
	global registered_mime_types: function(tag: Files::Tag): set[string];
	global all_registered_mime_types: function(): table[Files::Tag] of set[string];
}

redef record fa_file += {
	info: Info &optional;
};

global protocols: table[Analyzer::Tag] of ProtoRegistration;
global mime_types: table[Files::Tag] of set[string];
global add_callbacks: table[Files::Tag] of function(f: fa_file, args: AnalyzerArgs);

event zeek_init() &priority=5
	{
	Log::create_stream(LOG, [$columns=Info, $ev=log_files, $path="files", $policy=log_policy]);
	for ( tag, is_off in disable )
		if ( is_off )
			__disable_analyzer(tag);
	}

function file_exists(fuid: string): bool
	{
	return __file_exists(fuid);
	}

function lookup_file(fuid: string): fa_file
	{
	return __lookup_file(fuid);
	}

function add_analyzer(f: fa_file, tag: Files::Tag, args: AnalyzerArgs): bool
	{
	if ( tag in add_callbacks )
		add_callbacks[tag](f, args);
	if ( __add_analyzer(f$id, tag, args) )
		return T;
	Reporter::warning(fmt("Analyzer %s not added successfully to file %s.", tag, f$id));
	return F;
	}

function remove_analyzer(f: fa_file, tag: Files::Tag, args: AnalyzerArgs): bool
	{
	return __remove_analyzer(f$id, tag, args);
	}

function stop(f: fa_file): bool
	{
	return __stop(f$id);
	}

function set_timeout_interval(f: fa_file, t: interval): bool
	{
	return __set_timeout_interval(f$id, t);
	}

function enable_reassembly(f: fa_file)
	{
	__enable_reassembly(f$id);
	}

function disable_reassembly(f: fa_file)
	{
	__disable_reassembly(f$id);
	}

function set_reassembly_buffer_size(f: fa_file, max: count)
	{
	__set_reassembly_buffer(f$id, max);
	}

function describe(f: fa_file): string
	{
	for ( tag, protocol in protocols )
		if ( cat(tag) == "Analyzer::ANALYZER_" + f$source )
			return protocol$describe(f);
	return "";
	}

function analyzer_name(tag: Files::Tag): string
	{
	return __analyzer_name(tag);
	}

function enable_analyzer(tag: Files::Tag): bool
	{
	return __enable_analyzer(tag);
	}

function disable_analyzer(tag: Files::Tag): bool
	{
	return __disable_analyzer(tag);
	}

function analyzer_enabled(tag: Files::Tag): bool
	{
	return __analyzer_enabled(tag);
	}

function register_analyzer_add_callback(tag: Files::Tag, callback: function(f: fa_file, args: AnalyzerArgs))
	{
	add_callbacks[tag] = callback;
	}

function register_protocol(tag: Analyzer::Tag, reg: ProtoRegistration): bool
	{
	local is_new = tag !in protocols;
	protocols[tag] = reg;
	return is_new;
	}

function register_for_mime_type(tag: Files::Tag, mt: string): bool
	{
	if ( tag !in mime_types )
		mime_types[tag] = set();
	add mime_types[tag][mt];
	return T;
	}

function register_for_mime_types(tag: Files::Tag, mts: set[string]): bool
	{
	for ( mt in mts )
		register_for_mime_type(tag, mt);
	return T;
	}

function registered_mime_types(tag: Files::Tag): set[string]
	{
	return tag in mime_types ? mime_types[tag] : set();
	}

function all_registered_mime_types(): table[Files::Tag] of set[string]
	{
	return mime_types;
	}
