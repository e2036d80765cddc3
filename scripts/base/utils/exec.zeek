##! Runs commands of the system. `Exec::run` belongs into a condition of `when`.
@load base/frameworks/input

module Exec;

export {
	## For files of scripts that run commands.
	const tmp_dir = "/tmp" &redef;

	type Command: record {
		cmd: string;
		## What it reads from standard input.
		stdin: string &default="";
		## Files that it writes: their lines become part of the result.
		read_files: set[string] &optional;
		uid: string &default=unique_id("");
	};

	type Result: record {
		exit_code: count &default=0;
		## It has been ended by a signal.
		signal_exit: bool &default=F;
		stdout: vector of string &optional;
		stderr: vector of string &optional;
		## The lines of each file.
		files: table[string] of string_vec &optional;
	};

	global run: function(cmd: Command): Result;
}

redef record Command += {
	## Files that have still to be read.
	unread: set[string] &optional;
};

type Line: record {
	text: string;
	is_stderr: bool;
};

type FileLine: record {
	text: string;
};

# By uid.
global running: table[string] of Command;
global results: table[string] of Result;
# By the names of streams that read a file: the command's uid.
global files: table[string] of string;

function finish(uid: string)
	{
	delete running[uid];
	}

event Exec::line(description: Input::EventDescription, tpe: Input::Event, text: string, is_stderr: bool)
	{
	local uid = description$name;
	if ( uid !in results )
		return;

	local result = results[uid];
	if ( is_stderr )
		{
		if ( ! result?$stderr )
			result$stderr = vector();
		result$stderr += text;
		}
	else
		{
		if ( ! result?$stdout )
			result$stdout = vector();
		result$stdout += text;
		}
	}

event Exec::file_line(description: Input::EventDescription, tpe: Input::Event, text: string)
	{
	if ( description$name !in files || files[description$name] !in results )
		return;

	local result = results[files[description$name]];
	if ( ! result?$files )
		result$files = table();
	if ( description$source !in result$files )
		result$files[description$source] = vector();
	result$files[description$source] += text;
	}

event Input::end_of_data(name: string, source: string)
	{
	if ( name !in files )
		return;

	local uid = files[name];
	delete files[name];
	Input::remove(name);
	if ( uid !in running )
		return;

	delete running[uid]$unread[source];
	if ( |running[uid]$unread| == 0 )
		finish(uid);
	}

event InputRaw::process_finished(name: string, source: string, exit_code: count, signal_exit: bool)
	{
	if ( name !in running )
		return;

	Input::remove(name);
	results[name]$exit_code = exit_code;
	results[name]$signal_exit = signal_exit;
	local cmd = running[name];
	if ( ! cmd?$read_files || |cmd$read_files| == 0 )
		{
		finish(name);
		return;
		}

	cmd$unread = copy(cmd$read_files);
	local failed: set[string] = set();
	for ( path in cmd$read_files )
		{
		local stream = cat(name, "_", path);
		files[stream] = name;
		# Nothing comes from a file that is not there.
		if ( file_size(path) < 0.0 || ! Input::add_event([$source=path, $name=stream, $reader=Input::READER_RAW,
		         $mode=Input::MANUAL, $want_record=F, $fields=FileLine, $ev=Exec::file_line]) )
			{
			delete files[stream];
			add failed[path];
			}
		}
	for ( path in failed )
		delete cmd$unread[path];
	if ( |cmd$unread| == 0 )
		finish(name);
	}

function run(cmd: Command): Result
	{
	results[cmd$uid] = Result();
	running[cmd$uid] = cmd;

	local config: table[string] of string = { ["stdin"] = cmd$stdin, ["read_stderr"] = "1" };
	Input::add_event([$name=cmd$uid, $source=fmt("%s |", cmd$cmd), $reader=Input::READER_RAW, $mode=Input::STREAM,
	                  $fields=Line, $ev=Exec::line, $want_record=F, $config=config]);

	return when [cmd] ( cmd$uid !in running )
		{
		local result = results[cmd$uid];
		delete results[cmd$uid];
		return result;
		}
	}

event zeek_done()
	{
	for ( uid, cmd in running )
		Input::remove(uid);
	}
