# What the base scripts set, unless a script or the command line says otherwise.
event zeek_init()
	{
	print "packet_source_inactivity_timeout", packet_source_inactivity_timeout;
	print "allow_network_time_forward", allow_network_time_forward;
	print "table_expire_interval", table_expire_interval;
	print "table_incremental_step", table_incremental_step;
	print "table_expire_delay", table_expire_delay;
	print "watchdog_interval", watchdog_interval;
	print "max_timer_expires", max_timer_expires;
	print "log_rotate_base_time", log_rotate_base_time;
	print "profiling_interval", profiling_interval;
	print "exit_only_after_terminate", exit_only_after_terminate;
	print "peer_description", peer_description;
	print "check_for_unused_event_handlers", check_for_unused_event_handlers;
	print "digest_salt", digest_salt;
	print "max_find_all_string_length", max_find_all_string_length;
	print "io_poll_interval_default", io_poll_interval_default;
	print "io_poll_interval_live", io_poll_interval_live;
	print "zeek_script_args", zeek_script_args;
	print "interfaces", interfaces;
	print "signature_files", signature_files;
	print "cmd_line_bpf_filter", cmd_line_bpf_filter;
	print "trace_output_file", trace_output_file;
	}
event zeek_init()
	{
	print "Log::max_log_record_size", Log::max_log_record_size;
	print "Log::default_logdir", Log::default_logdir;
	print "Log::default_rotation_interval", Log::default_rotation_interval;
	print "Log::default_rotation_dir", Log::default_rotation_dir;
	print "Log::empty_field", Log::empty_field;
	print "Log::set_separator", Log::set_separator;
	print "Log::separator", Log::separator;
	print "Log::unset_field", Log::unset_field;
	print "Log::enable_local_logging", Log::enable_local_logging;
	print "Log::enable_remote_logging", Log::enable_remote_logging;
	print "Log::default_writer", Log::default_writer;
	print "Log::default_scope_sep", Log::default_scope_sep;
	print "Log::default_ext_prefix", Log::default_ext_prefix;
	print "Log::default_rotation_date_format", Log::default_rotation_date_format;
	print "Log::default_rotation_postprocessor_cmd", Log::default_rotation_postprocessor_cmd;
	print "Log::print_to_log", Log::print_to_log;
	print "Log::print_log_path", Log::print_log_path;
	}
event zeek_init()
	{
	print "Threading::heartbeat_interval", Threading::heartbeat_interval;
	}
event zeek_init()
	{
	print "Reporter::info_to_stderr", Reporter::info_to_stderr;
	print "Reporter::warnings_to_stderr", Reporter::warnings_to_stderr;
	print "Reporter::errors_to_stderr", Reporter::errors_to_stderr;
	}
event zeek_init()
	{
	print "Weird::sampling_whitelist", Weird::sampling_whitelist;
	print "Weird::sampling_global_list", Weird::sampling_global_list;
	print "Weird::sampling_threshold", Weird::sampling_threshold;
	print "Weird::sampling_rate", Weird::sampling_rate;
	print "Weird::sampling_duration", Weird::sampling_duration;
	}
event zeek_init()
	{
	print "Broker::default_port", Broker::default_port;
	print "Broker::default_port_websocket", Broker::default_port_websocket;
	print "Broker::default_listen_retry", Broker::default_listen_retry;
	print "Broker::default_listen_address", Broker::default_listen_address;
	print "Broker::default_listen_address_websocket", Broker::default_listen_address_websocket;
	print "Broker::default_connect_retry", Broker::default_connect_retry;
	print "Broker::disable_ssl", Broker::disable_ssl;
	print "Broker::ssl_cafile", Broker::ssl_cafile;
	print "Broker::ssl_capath", Broker::ssl_capath;
	print "Broker::ssl_certificate", Broker::ssl_certificate;
	print "Broker::ssl_passphrase", Broker::ssl_passphrase;
	print "Broker::ssl_keyfile", Broker::ssl_keyfile;
	print "Broker::congestion_queue_size", Broker::congestion_queue_size;
	print "Broker::log_batch_size", Broker::log_batch_size;
	print "Broker::log_batch_interval", Broker::log_batch_interval;
	print "Broker::max_threads", Broker::max_threads;
	print "Broker::scheduler_policy", Broker::scheduler_policy;
	print "Broker::moderate_sleep", Broker::moderate_sleep;
	print "Broker::relaxed_sleep", Broker::relaxed_sleep;
	print "Broker::aggressive_polls", Broker::aggressive_polls;
	print "Broker::moderate_polls", Broker::moderate_polls;
	print "Broker::aggressive_interval", Broker::aggressive_interval;
	print "Broker::moderate_interval", Broker::moderate_interval;
	print "Broker::relaxed_interval", Broker::relaxed_interval;
	print "Broker::forward_messages", Broker::forward_messages;
	print "Broker::default_log_topic_prefix", Broker::default_log_topic_prefix;
	print "Broker::default_clone_resync_interval", Broker::default_clone_resync_interval;
	print "Broker::default_clone_stale_interval", Broker::default_clone_stale_interval;
	print "Broker::default_clone_mutation_buffer_interval", Broker::default_clone_mutation_buffer_interval;
	print "Broker::table_store_master", Broker::table_store_master;
	print "Broker::table_store_db_directory", Broker::table_store_db_directory;
	print "Broker::peer_counts_as_iosource", Broker::peer_counts_as_iosource;
	}
event zeek_init()
	{
	print "Cluster::enable_round_robin_logging", Cluster::enable_round_robin_logging;
	print "Cluster::logger_topic", Cluster::logger_topic;
	print "Cluster::manager_topic", Cluster::manager_topic;
	print "Cluster::proxy_topic", Cluster::proxy_topic;
	print "Cluster::worker_topic", Cluster::worker_topic;
	print "Cluster::time_machine_topic", Cluster::time_machine_topic;
	print "Cluster::broadcast_topics", Cluster::broadcast_topics;
	print "Cluster::node_topic_prefix", Cluster::node_topic_prefix;
	print "Cluster::nodeid_topic_prefix", Cluster::nodeid_topic_prefix;
	print "Cluster::default_master_node", Cluster::default_master_node;
	print "Cluster::default_store_dir", Cluster::default_store_dir;
	print "Cluster::nodes", Cluster::nodes;
	print "Cluster::manager_is_logger", Cluster::manager_is_logger;
	print "Cluster::node", Cluster::node;
	print "Cluster::retry_interval", Cluster::retry_interval;
	print "Cluster::default_backend", Cluster::default_backend;
	print "Cluster::default_persistent_backend", Cluster::default_persistent_backend;
	}
event zeek_init()
	{
	print "Control::topic_prefix", Control::topic_prefix;
	print "Control::controllee_listen", Control::controllee_listen;
	print "Control::zone_id", Control::zone_id;
	print "Control::cmd", Control::cmd;
	print "Control::arg", Control::arg;
	print "Control::commands", Control::commands;
	}
event zeek_init()
	{
	print "Pcap::snaplen", Pcap::snaplen;
	print "Pcap::bufsize", Pcap::bufsize;
	print "Pcap::bufsize_offline_bytes", Pcap::bufsize_offline_bytes;
	print "Pcap::non_fd_timeout", Pcap::non_fd_timeout;
	}
event zeek_init()
	{
	print "LogAscii::output_to_stdout", LogAscii::output_to_stdout;
	print "LogAscii::enable_leftover_log_rotation", LogAscii::enable_leftover_log_rotation;
	print "LogAscii::enable_utf_8", LogAscii::enable_utf_8;
	print "LogAscii::use_json", LogAscii::use_json;
	print "LogAscii::gzip_level", LogAscii::gzip_level;
	print "LogAscii::gzip_file_extension", LogAscii::gzip_file_extension;
	print "LogAscii::json_timestamps", LogAscii::json_timestamps;
	print "LogAscii::json_include_unset_fields", LogAscii::json_include_unset_fields;
	print "LogAscii::include_meta", LogAscii::include_meta;
	print "LogAscii::meta_prefix", LogAscii::meta_prefix;
	print "LogAscii::separator", LogAscii::separator;
	print "LogAscii::set_separator", LogAscii::set_separator;
	print "LogAscii::empty_field", LogAscii::empty_field;
	print "LogAscii::unset_field", LogAscii::unset_field;
	}
event zeek_init()
	{
	print "LogSQLite::set_separator", LogSQLite::set_separator;
	print "LogSQLite::empty_field", LogSQLite::empty_field;
	print "LogSQLite::unset_field", LogSQLite::unset_field;
	}
event zeek_init()
	{
	print "LogNone::debug", LogNone::debug;
	}
event zeek_init()
	{
	print "Input::default_reader", Input::default_reader;
	print "Input::default_mode", Input::default_mode;
	print "Input::separator", Input::separator;
	print "Input::set_separator", Input::set_separator;
	print "Input::empty_field", Input::empty_field;
	print "Input::unset_field", Input::unset_field;
	print "Input::accept_unsupported_types", Input::accept_unsupported_types;
	}
event zeek_init()
	{
	print "InputAscii::fail_on_invalid_lines", InputAscii::fail_on_invalid_lines;
	print "InputAscii::fail_on_file_problem", InputAscii::fail_on_file_problem;
	print "InputAscii::path_prefix", InputAscii::path_prefix;
	print "InputAscii::empty_field", InputAscii::empty_field;
	}
event zeek_init()
	{
	print "InputRaw::record_separator", InputRaw::record_separator;
	}
event zeek_init()
	{
	print "InputBinary::chunk_size", InputBinary::chunk_size;
	print "InputBinary::path_prefix", InputBinary::path_prefix;
	}
event zeek_init()
	{
	print "InputSQLite::set_separator", InputSQLite::set_separator;
	}
event zeek_init()
	{
	print "InputBenchmark::factor", InputBenchmark::factor;
	print "InputBenchmark::spread", InputBenchmark::spread;
	print "InputBenchmark::autospread", InputBenchmark::autospread;
	print "InputBenchmark::addfactor", InputBenchmark::addfactor;
	print "InputBenchmark::stopspreadat", InputBenchmark::stopspreadat;
	print "InputBenchmark::timedspread", InputBenchmark::timedspread;
	}
event zeek_init()
	{
	print "InputConfig::fail_on_file_problem", InputConfig::fail_on_file_problem;
	print "InputConfig::empty_field", InputConfig::empty_field;
	print "InputConfig::set_separator", InputConfig::set_separator;
	}
event zeek_init()
	{
	print "Supervisor::is_supervisor()", Supervisor::is_supervisor();
	print "Supervisor::is_supervised()", Supervisor::is_supervised();
	}
event zeek_init()
	{
	print "SupervisorControl::topic_prefix", SupervisorControl::topic_prefix;
	print "SupervisorControl::enable_listen", SupervisorControl::enable_listen;
	}
event zeek_init()
	{
	print "Telemetry::metrics_address", Telemetry::metrics_address;
	print "Telemetry::metrics_port", Telemetry::metrics_port;
	}
event zeek_init()
	{
	print "UnknownProtocol::first_bytes_count", UnknownProtocol::first_bytes_count;
	print "UnknownProtocol::sampling_rate", UnknownProtocol::sampling_rate;
	print "UnknownProtocol::sampling_threshold", UnknownProtocol::sampling_threshold;
	print "UnknownProtocol::sampling_duration", UnknownProtocol::sampling_duration;
	}
event zeek_init()
	{
	print "BinPAC::flowbuffer_capacity_max", BinPAC::flowbuffer_capacity_max;
	print "BinPAC::flowbuffer_capacity_min", BinPAC::flowbuffer_capacity_min;
	print "BinPAC::flowbuffer_contract_threshold", BinPAC::flowbuffer_contract_threshold;
	}
event zeek_init()
	{
	print Broker::log_topic(Log::PRINTLOG, "x"), Broker::default_log_topic(Log::PRINTLOG, "x");
	print Cluster::node_topic("a"), Cluster::nodeid_topic("b"), Cluster::is_enabled(), Cluster::local_node_type();
	}
