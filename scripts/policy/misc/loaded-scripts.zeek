##! loaded_scripts.log: which scripts are loaded, each indented below the one that has loaded it.
module LoadedScripts;

export {
	redef enum Log::ID += { LOG };

	global log_policy: Log::PolicyHook;

	type Info: record {
		## Its path, after as many blanks as it is deep.
		name: string &log;
	};
}

event zeek_init() &priority=5
	{
	Log::create_stream(LoadedScripts::LOG, [$columns=Info, $path="loaded_scripts", $policy=log_policy]);
	}

event zeek_script_loaded(path: string, level: count)
	{
	Log::write(LoadedScripts::LOG, [$name=string_cat(string_fill(2 * level + 1, " ")[:2 * level], compress_path(path))]);
	}
