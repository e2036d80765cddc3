# Supervised nodes know their cluster from what their supervisor says.
# args: -j -b {script}
# timeout: 30
@load base/frameworks/cluster
redef exit_only_after_terminate = T;
redef LogAscii::output_to_stdout = F;

hook Supervisor::stdout_hook(node: string, msg: string)
	{
	if ( msg == "end" )
		terminate();
	}
hook Supervisor::stderr_hook(node: string, msg: string) { break; }

event zeek_init()
	{
	if ( Supervisor::is_supervisor() )
		{
		local c: table[string] of Supervisor::ClusterEndpoint;
		c["boss"] = [$role=Supervisor::MANAGER, $host=127.0.0.1, $p=0/tcp];
		c["log"] = [$role=Supervisor::LOGGER, $host=127.0.0.1, $p=0/tcp, $metrics_port=0/tcp];
		c["relay"] = [$role=Supervisor::PROXY, $host=127.0.0.1, $p=0/tcp];
		c["work"] = [$role=Supervisor::WORKER, $host=127.0.0.1, $p=0/tcp, $interface="lo"];
		Supervisor::create([$name="work", $cluster=c]);
		return;
		}
	print Cluster::is_enabled(), Cluster::node, Cluster::local_node_type(), Cluster::manager_is_logger;
	for ( name in vector("boss", "log", "relay", "work") )
		{
		local n = vector("boss", "log", "relay", "work")[name];
		print n, Cluster::nodes[n];
		}
	print "end";
	}
