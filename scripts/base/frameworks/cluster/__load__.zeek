@load ./main
@load ./pools
@load ./websocket

@if ( Cluster::is_enabled() )

@prefixes += cluster
# Which nodes there are: a supervisor has told, or a script does.
@if ( ! Supervisor::__init_cluster() )
@load cluster-layout
@endif

redef peer_description = Cluster::node;
# Whoever controls a node connects where it listens anyway.
redef Control::controllee_listen = F;

@if ( Cluster::enable_round_robin_logging )
redef Broker::log_topic = Cluster::rr_log_topic;
@endif

@if ( Cluster::node in Cluster::nodes )

@load ./setup-connections
@load ./broker-stores

@if ( Cluster::local_node_type() == Cluster::LOGGER )
@load ./nodes/logger
@prefixes += cluster-logger
@endif

@if ( Cluster::local_node_type() == Cluster::MANAGER )
@load ./nodes/manager
@prefixes += cluster-manager
@endif

@if ( Cluster::local_node_type() == Cluster::PROXY )
@load ./nodes/proxy
@prefixes += cluster-proxy
@endif

@if ( Cluster::local_node_type() == Cluster::WORKER )
@load ./nodes/worker
@prefixes += cluster-worker
@endif

@endif

@endif
