##! What `whimbrel cluster` has each node load: the node tells it how it is.
##!
##! The environment variable WHIMBREL_CLUSTER_REPORT names a file, into which lines are written: `up` once `zeek_init` is
##! over, and `peers N` whenever it has come to be connected to another number of nodes. Without it nothing is written.
@load base/frameworks/cluster

module ClusterReport;

# Nodes of one machine need not spare each other.
@if ( Cluster::retry_interval == 1min )
redef Cluster::retry_interval = 1sec;
@endif

@if ( getenv("WHIMBREL_CLUSTER_REPORT") != "" )

global report: file;

function report_peers()
	{
	local n = 0;
	for ( name, other in Cluster::nodes )
		if ( other?$id )
			++n;
	print report, fmt("peers %d", n);
	}

event zeek_init() &priority=1000
	{
	report = open(getenv("WHIMBREL_CLUSTER_REPORT"));
	set_buf(report, F);
	}

event zeek_init() &priority=-1000
	{
	print report, "up";
	}

event Cluster::node_up(name: string, id: string) &priority=-10
	{
	report_peers();
	}

event Cluster::node_down(name: string, id: string) &priority=-10
	{
	report_peers();
	}

@endif
