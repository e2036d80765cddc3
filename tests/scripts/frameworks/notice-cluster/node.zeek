# The manager takes the notices of all nodes, and tells everybody what is held back.
@load base/frameworks/notice
redef enum Notice::Type += { Test_Notice };
redef Broker::disable_ssl=T;
redef Cluster::retry_interval = 1sec;
global n = 0;
global go: event();
event again() { NOTICE([$note=Test_Notice, $msg="another", $identifier="this identifier is static"]); }
event go() { if ( Cluster::node == "worker-1" ) NOTICE([$note=Test_Notice, $msg="test notice!", $identifier="this identifier is static", $src=1.2.3.4]); }
event Notice::begin_suppression(ts: time, suppress_for: interval, note: Notice::Type, identifier: string) { print "begin", suppress_for, note, identifier; if ( Cluster::node == "worker-2" ) { event again(); } }
event Notice::suppressed(n: Notice::Info) { print "suppressed", n$note; terminate(); }
event Notice::log_notice(rec: Notice::Info) { print "log", rec$note, rec$peer_descr; }
event Cluster::node_up(name: string, id: string) { if ( Cluster::node == "manager-1" && ++n == 2 ) { Broker::publish(Cluster::worker_topic, go); } }
event Cluster::node_down(name: string, id: string) { terminate(); }
redef Log::default_rotation_interval = 0secs;
