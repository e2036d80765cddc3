##! Options for data bases of SQLite. The source is the file without its `.sqlite`, and the `config` of a stream has the
##! `query`: fields are found by the names of its columns, and sets and vectors stand in text, as the options say.
module InputSQLite;

export {
	const set_separator = Input::set_separator &redef;
	const unset_field = Input::unset_field &redef;
	const empty_field = Input::empty_field &redef;
}
