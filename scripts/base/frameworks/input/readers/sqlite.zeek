##! Options of a reader that this program does not have, for scripts that set them.
module InputSQLite;

export {
	const set_separator = Input::set_separator &redef;
	const unset_field = Input::unset_field &redef;
	const empty_field = Input::empty_field &redef;
}
