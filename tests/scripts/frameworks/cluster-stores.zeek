# Outside of a cluster every store has its master here; a second one of a name is none. No log of the cluster is written.
# mask: \b(error|warning) in \S*\b(?:base|policy)/\S+\.zeek, lines? [0-9-]+: => \1:
event zeek_init()
	{
	local first = Cluster::create_store("a");
	local again = Cluster::create_store("a");
	print first$master, same_object(first, again), file_size("cluster.log");
	}
