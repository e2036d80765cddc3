##! Options for files of options: the name of an option and its value in each line.
module InputConfig;

export {
	const set_separator = Input::set_separator &redef;
	const empty_field = "" &redef;
	const fail_on_file_problem = F &redef;

	## A value that is new, or not the one of the last reading.
	global new_value: event(name: string, source: string, id: string, value: any);
}
