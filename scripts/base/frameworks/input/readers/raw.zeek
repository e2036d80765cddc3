##! Options for raw lines. A source that ends in `|` is a command, `-` is standard input.
##!
##! The `config` of a stream may have `stdin` (input for the command), `read_stderr` ("1": records have a second field,
##! which tells whether the line comes from standard error), `force_kill` ("1": removal kills the command), and for
##! files `offset` (where to begin; negative: from the end).
module InputRaw;

export {
	const record_separator = "\n" &redef;
	const path_prefix = "" &redef;

	## A command has ended.
	global process_finished: event(name: string, source: string, exit_code: count, signal_exit: bool);
}
