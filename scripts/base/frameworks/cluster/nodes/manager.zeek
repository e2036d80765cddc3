##! The manager holds the masters of stores. If there is no logger, it writes the logs of all nodes.
redef Log::enable_local_logging = Cluster::manager_is_logger;
redef Log::enable_remote_logging = ! Cluster::manager_is_logger;
redef Log::default_rotation_interval = Cluster::manager_is_logger ? 1hr : 24hrs;
redef Log::default_mail_alarms_interval = 24hrs;
redef Broker::table_store_master = T;
