##! Options of logs that are text. Most can be set for one filter alone, by its `config`: table(["use_json"]="T").
@load ../main

module LogAscii;

export {
	## To standard output, not to files.
	const output_to_stdout = F &redef;
	## A JSON object a line, instead of columns.
	const use_json = F &redef;
	## Logs that a process that crashed has left behind are rotated when the next one starts.
	const enable_leftover_log_rotation = F &redef;
	## Characters beyond ASCII are written as they are.
	const enable_utf_8 = T &redef;
	## How times look in JSON.
	const json_timestamps: JSON::TimestampFormat = JSON::TS_EPOCH &redef;
	## Fields without a value are null in JSON; otherwise they are left out.
	const json_include_unset_fields = F &redef;
	## From 1 to 9, files are compressed. 0: they are not.
	const gzip_level = 0 &redef;
	## What the names of compressed files end with.
	const gzip_file_extension = "gz" &redef;
	## Lines that describe the file, in front of the others.
	const include_meta = T &redef;
	## What these begin with.
	const meta_prefix = "#" &redef;

	const separator = Log::separator &redef;
	const set_separator = Log::set_separator &redef;
	const empty_field = Log::empty_field &redef;
	const unset_field = Log::unset_field &redef;

	## Runs Log::default_rotation_postprocessor_cmd.
	global default_rotation_postprocessor_func: function(info: Log::RotationInfo): bool;
}

function default_rotation_postprocessor_func(info: Log::RotationInfo): bool
	{
	return Log::run_rotation_postprocessor_cmd(info, info$fname);
	}

redef Log::default_rotation_postprocessors += { [Log::WRITER_ASCII] = default_rotation_postprocessor_func };

event zeek_init() &priority=100
	{
	add Log::dated_postprocessors[default_rotation_postprocessor_func];
	if ( enable_leftover_log_rotation )
		Log::__rotate_leftover_logs();
	}
