##! A supervisor is a process that starts others and watches over them. `zeek -j SCRIPTS` is one. Every process that it
##! creates runs the same scripts, which ask is_supervisor() and is_supervised() what is to be done. One that ends is
##! started again; all end with the supervisor.
module Supervisor;

export {
	type ClusterRole: enum { NONE, LOGGER, MANAGER, PROXY, WORKER };

	type ClusterEndpoint: record {
		role: ClusterRole;
		host: addr;
		p: port;
		interface: string &optional;
		pcap_file: string &optional;
		metrics_port: port &optional;
	};

	type NodeConfig: record {
		name: string;
		## Not used: there are no packets.
		interface: string &optional;
		pcap_file: string &optional;
		## Where the process works; it is made if there is none.
		directory: string &optional;
		## Files that get what the process prints, at their ends. Without them the supervisor shows it.
		stdout_file: string &optional;
		stderr_file: string &optional;
		## As the supervisor, if it is not set.
		bare_mode: bool &optional;
		## Scripts before and after those that the supervisor itself has loaded.
		addl_base_scripts: vector of string &default=vector();
		addl_user_scripts: vector of string &default=vector();
		env: table[string] of string &default=table();
		## The number of the only processor that it may use.
		cpu_affinity: int &optional;
		## All nodes of the cluster that it is one of, itself among them: they become Cluster::nodes.
		cluster: table[string] of ClusterEndpoint &default=table();
	};

	type NodeStatus: record {
		node: NodeConfig;
		## Not set: it does not run.
		pid: int &optional;
	};

	type Status: record {
		nodes: table[string] of NodeStatus;
	};

	global status: function(node: string &default=""): Status;
	## An empty text if that went well, otherwise what went wrong.
	global create: function(node: NodeConfig): string;
	## An empty name means all nodes.
	global destroy: function(node: string &default=""): bool;
	global restart: function(node: string &default=""): bool;
	global is_supervisor: function(): bool;
	global is_supervised: function(): bool;
	## The configuration that a supervised process was started with.
	global node: function(): NodeConfig;

	## In the supervisor, for every line that a process prints; `break` keeps it from being shown.
	global stdout_hook: hook(node: string, msg: string);
	global stderr_hook: hook(node: string, msg: string);
	## In the supervisor: a process was started, or started again.
	global node_status: event(node: string, pid: count);
}
