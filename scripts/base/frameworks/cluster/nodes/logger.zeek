##! A logger writes the logs of all nodes.
redef Log::enable_local_logging = T;
redef Log::enable_remote_logging = F;
redef Log::default_rotation_interval = 1hr;
redef Log::default_mail_alarms_interval = 24hrs;
redef Broker::table_store_master = F;
