# Commands: what they print, read, leave behind, how they end, and those that take too long.
# timeout: 30
@load base/utils/exec
redef exit_only_after_terminate = T;

function show(r: Exec::Result)
	{
	print r$exit_code, r$signal_exit, r?$stdout ? r$stdout : vector(), r?$stderr ? r$stderr : vector();
	if ( r?$files )
		for ( name, lines in r$files )
			print name, lines;
	}
event late()
	{
	when ( local r = Exec::run([$cmd="exec sleep 60"]) )
		print "not that late";
	timeout 1msec
		{
		print "too late";
		terminate();
		}
	}
event killed()
	{
	when ( local r = Exec::run([$cmd="kill -9 $$"]) )
		{
		show(r);
		event late();
		}
	}
event quoted()
	{
	when ( local r = Exec::run([$cmd="cat | tr a-z A-Z; printf " + safe_shell_quote("$HOME `x` \"\\"), $stdin="in \"quotes\"\n$two"]) )
		{
		show(r);
		event killed();
		}
	}
event left()
	{
	when ( local r = Exec::run([$cmd="printf 'x\\n\\ny' > there; : > empty", $read_files=set("there", "empty", "nowhere")]) )
		{
		show(r);
		event quoted();
		}
	}
event zeek_init()
	{
	when ( local r = Exec::run([$cmd="echo a; echo b >&2; echo; printf c; exit 3"]) )
		{
		show(r);
		event left();
		}
	}
