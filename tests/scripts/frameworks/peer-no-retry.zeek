# A connection that is tried once.
redef exit_only_after_terminate = T;
event Broker::error(c: Broker::ErrorCode, m: string) { print c, m; terminate(); }
event zeek_init() { print Broker::__peer_no_retry("127.0.0.1", 1/tcp); }
