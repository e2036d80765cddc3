# A supervisor starts processes, hears them, starts them again, and ends them.
# args: -j -b {script}
# timeout: 30
# files: work/out.txt work/err.txt work/env.txt
redef exit_only_after_terminate = T;

global errors: vector of string;
global starts: table[string] of count &default=0;

event Supervisor::node_status(node: string, pid: count)
	{
	print "started", node, Supervisor::status(node)$nodes[node]$pid == pid, ++starts[node];
	}

hook Supervisor::stdout_hook(node: string, msg: string)
	{
	if ( /hidden/ in msg )
		break;
	print "hook", node, msg;
	if ( msg == "once" )
		print Supervisor::restart("talks"), Supervisor::restart("nobody");
	if ( msg == "twice" )
		print Supervisor::destroy("talks"), Supervisor::destroy("talks"), |Supervisor::status()$nodes|;
	if ( msg == "end, T" && starts[node] == 2 )
		print Supervisor::create([$name="files", $directory="work", $stdout_file="out.txt", $stderr_file="err.txt",
		                          $env=table(["TOLD"] = "something")]);
	}

hook Supervisor::stderr_hook(node: string, msg: string)
	{
	errors += fmt("%s: %s", node, msg);  # when, beside what goes to standard output, depends on the system
	break;
	}

function supervise()
	{
	print Supervisor::create([$name=""]);
	print Supervisor::create([$name="a b"]);
	print Supervisor::create([$name="talks"]);
	print Supervisor::create([$name="talks"]);
	print |Supervisor::status()$nodes|, Supervisor::status("nobody")$nodes, Supervisor::__stem_pid() == getpid();
	}

event follow()
	{
	if ( file_size("work/env.txt") > 0 )
		terminate();
	else
		schedule 20msec { follow() };
	}

event zeek_init()
	{
	if ( Supervisor::is_supervisor() )
		{
		supervise();
		event follow();
		return;
		}
	local n = Supervisor::node();
	print "supervised", Supervisor::is_supervised(), Supervisor::is_supervisor(), n$name;
	if ( n$name == "talks" )
		{
		print "hidden";
		print file_size("before") < 0 ? "once" : "twice";
		close(open("before"));
		return;
		}
	Reporter::info("to a file");
	local env = open("env.txt");
	print env, getenv("TOLD"), n$env;
	close(env);
	}

event zeek_done() { print "end", Supervisor::is_supervised(); }
event zeek_done() &priority=-1 { if ( Supervisor::is_supervisor() ) print errors; }
