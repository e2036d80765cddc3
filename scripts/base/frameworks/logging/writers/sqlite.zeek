##! Logs as tables of SQLite data bases. A filter's `config` may name the table: table(["tablename"]="rows").
@load ../main

module LogSQLite;

export {
	## Between the elements of sets and vectors, which are text there.
	const set_separator = Log::set_separator &redef;
	## For fields of such text that have no value.
	const unset_field = Log::unset_field &redef;
	## For containers that are empty.
	const empty_field = Log::empty_field &redef;
}
