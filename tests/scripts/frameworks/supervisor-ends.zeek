# A process that ends by itself is started again.
# args: -j -b {script}
# timeout: 30
redef exit_only_after_terminate = T;

hook Supervisor::stdout_hook(node: string, msg: string)
	{
	print "hook", node, msg;
	if ( msg == "again" )
		terminate();
	}

event zeek_init()
	{
	if ( Supervisor::is_supervisor() )
		{
		Supervisor::create([$name="short", $bare_mode=F]);
		return;
		}
	if ( file_size("before") < 0 )
		{
		close(open("before"));
		exit(3);
		}
	print "again";
	}
