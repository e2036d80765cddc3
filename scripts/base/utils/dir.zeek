##! Watching a directory for new files.
@load base/utils/exec
@load base/utils/paths

module Dir;

export {
	option polling_interval = 30sec;

	## Calls the function with the path of each file that is there, and of each that comes.
	global monitor: function(dir: string, callback: function(fname: string), poll_interval: interval &default=polling_interval);
}

event Dir::look(dir: string, known: set[string], callback: function(fname: string), poll_interval: interval)
	{
	when [dir, known, callback, poll_interval] ( local listing = Exec::run([$cmd=fmt("ls -1 %s/", safe_shell_quote(dir))]) )
		{
		if ( listing$exit_code != 0 )
			{
			Reporter::warning(fmt("Requested monitoring of non-existent directory (%s).", dir));
			return;
			}

		local present: set[string] = set();
		if ( listing?$stdout )
			{
			for ( i, name in listing$stdout )
				{
				add present[name];
				if ( name !in known )
					callback(build_path(dir, name));
				}
			}
		schedule poll_interval { Dir::look(dir, present, callback, poll_interval) };
		}
	}

function monitor(dir: string, callback: function(fname: string), poll_interval: interval)
	{
	event Dir::look(dir, set(), callback, poll_interval);
	}
