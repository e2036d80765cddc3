redef Cluster::nodes = {
	["manager"] = [$node_type=Cluster::MANAGER, $ip=127.0.0.1],
	["proxy-1"] = [$node_type=Cluster::PROXY, $ip=127.0.0.1],
	["proxy-2"] = [$node_type=Cluster::PROXY, $ip=127.0.0.1],
	["proxy-3"] = [$node_type=Cluster::PROXY, $ip=127.0.0.1],
	["proxy-4"] = [$node_type=Cluster::PROXY, $ip=127.0.0.1],
};
