##! Options for lines with columns. The `config` of a stream may set each of them under its name.
module InputAscii;

export {
	const separator = Input::separator &redef;
	const set_separator = Input::set_separator &redef;
	const empty_field = Input::empty_field &redef;
	const unset_field = Input::unset_field &redef;
	## A line that cannot be read ends the stream; else it is passed over with a warning.
	const fail_on_invalid_lines = F &redef;
	## A file that cannot be read ends the stream; else the reader waits for one that can.
	const fail_on_file_problem = F &redef;
	## In front of sources that are no absolute paths.
	const path_prefix = "" &redef;
}
