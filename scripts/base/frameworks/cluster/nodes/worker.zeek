##! A worker sends its logs to whoever writes them.
redef Log::enable_local_logging = F;
redef Log::enable_remote_logging = T;
redef Log::default_rotation_interval = 24hrs;
redef Broker::table_store_master = F;
