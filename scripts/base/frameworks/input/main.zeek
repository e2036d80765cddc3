##! Data from files and commands: as tables that follow their source, or as events.
module Input;

export {
	type Reader: enum {
		## Lines with columns, as logs have.
		READER_ASCII,
		READER_BENCHMARK,
		READER_BINARY,
		## Files of options.
		READER_CONFIG,
		## Whole lines, of files and of what commands write.
		READER_RAW,
		READER_SQLITE
	};

	## What has happened to a record.
	type Event: enum {
		EVENT_NEW = 0,
		EVENT_CHANGED = 1,
		EVENT_REMOVED = 2
	};

	type Mode: enum {
		## Read once, and whenever force_update() asks for it.
		MANUAL = 0,
		## Read anew as a whole when the file has changed.
		REREAD = 1,
		## What is appended is read as it comes.
		STREAM = 2
	};

	const default_reader = READER_ASCII &redef;
	const default_mode = MANUAL &redef;

	## Between columns: one character.
	const separator = "\t" &redef;
	## Between the elements of sets and vectors: one character.
	const set_separator = "," &redef;
	const empty_field = "(empty)" &redef;
	const unset_field = "-" &redef;
	## Whether records may have fields whose types cannot be read; these stay unset.
	const accept_unsupported_types = F &redef;

	type TableDescription: record {
		## A path, or what else the reader understands.
		source: string;
		reader: Reader &default=default_reader;
		mode: Mode &default=default_mode;
		## The name by which the stream is updated and removed.
		name: string;
		## A table or set.
		destination: any;
		## A record type: the fields that are the table's index.
		idx: any;
		## A record type: the fields that are the value. None for sets.
		val: any &optional;
		## F: the table holds the value's only field, not a record with it.
		want_record: bool &default=T;
		## event(description: TableDescription, tpe: Event, left: INDEX, right: VALUE); without `right` for sets. With
		## EVENT_CHANGED, `right` is the value that was there before.
		ev: any &optional;
		## function(typ: Event, left: INDEX, right: VALUE): bool. F: nothing happens. It may change both records.
		pred: any &optional;
		## event(description: TableDescription, message: string, level: Reporter::Level)
		error_ev: any &optional;
		## Options of the reader.
		config: table[string] of string &default=table();
	};

	type EventDescription: record {
		source: string;
		reader: Reader &default=default_reader;
		mode: Mode &default=default_mode;
		name: string;
		## A record type: what is read.
		fields: any;
		## F: the event takes each field as an argument.
		want_record: bool &default=T;
		## event(description: EventDescription, tpe: Event, rec: RECORD)
		ev: any;
		## event(description: EventDescription, message: string, level: Reporter::Level)
		error_ev: any &optional;
		config: table[string] of string &default=table();
	};

	## For the analysis of files, which this program does not have.
	type AnalysisDescription: record {
		source: string;
		reader: Reader &default=READER_BINARY;
		mode: Mode &default=default_mode;
		name: string;
		config: table[string] of string &default=table();
	};

	## Each returns F, after a message, if it cannot be done.
	global add_table: function(description: Input::TableDescription): bool;
	global add_event: function(description: Input::EventDescription): bool;
	global add_analysis: function(description: Input::AnalysisDescription): bool;
	## Ends a stream. What it has been asked to read before still comes.
	global remove: function(id: string): bool;
	## Reads a source again now.
	global force_update: function(id: string): bool;

	## A source has been read to its end.
	global end_of_data: event(name: string, source: string);
}

@load base/bif/input.bif

module Input;

function add_table(description: Input::TableDescription): bool
	{
	return __create_table_stream(description);
	}

function add_event(description: Input::EventDescription): bool
	{
	return __create_event_stream(description);
	}

function add_analysis(description: Input::AnalysisDescription): bool
	{
	return __create_analysis_stream(description);
	}

function remove(id: string): bool
	{
	return __remove_stream(id);
	}

function force_update(id: string): bool
	{
	return __force_update(id);
	}
