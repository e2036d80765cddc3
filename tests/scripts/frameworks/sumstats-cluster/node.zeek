# Two workers observe, the manager tells: thresholds within a period, a key on demand, and the end of the period.
@load base/frameworks/sumstats
@load base/frameworks/cluster
redef Broker::disable_ssl=T;
redef Cluster::retry_interval = 1sec;
global n = 0;
global go: event();
global more: event();
global ask: event();
event zeek_init() &priority=5
	{
	local r1: SumStats::Reducer = [$stream="test", $apply=set(SumStats::SUM, SumStats::MIN, SumStats::MAX, SumStats::AVERAGE, SumStats::STD_DEV, SumStats::VARIANCE, SumStats::UNIQUE, SumStats::HLL_UNIQUE, SumStats::TOPK, SumStats::LAST, SumStats::SAMPLE), $topk_size=10, $num_last_elements=3, $num_samples=2];
	SumStats::create([$name="test", $epoch=0sec, $reducers=set(r1),
	                  $epoch_result(ts: time, key: SumStats::Key, rr: SumStats::Result) =
	                  	{
	                  	local r = rr["test"];
	                  	print fmt("Host: %s - num:%d - sum:%.1f - avg:%.1f - max:%.1f - min:%.1f - var:%.1f - std_dev:%.1f - unique:%d - hllunique:%d", key$host, r$num, r$sum, r$average, r$max, r$min, r$variance, r$std_dev, r$unique, r$hll_unique);
	                  	local s: vector of SumStats::Observation;
	                  	s = topk_get_top(r$topk, 5);
	                  	print |s|, |SumStats::get_last(r)| > 0, |r$samples|;
	                  	},
	                  $epoch_finished(ts: time) = { print "finished"; terminate(); },
	   $threshold_val(key: SumStats::Key, result: SumStats::Result) = { return result["test"]$sum; },
	   $threshold_series=vector(70.0, 100.0, 150.0),
	   $threshold_crossed(key: SumStats::Key, result: SumStats::Result) = 
	   	{
	   	print "crossed", key$host, result["test"]$sum;
	   	if ( result["test"]$sum < 100.0 )
	   		Broker::publish(Cluster::worker_topic, more);
	   	else
	   		event ask();
	   	}]);
	}
event more() { if ( Cluster::node == "worker-2" ) return; SumStats::observe("test", [$host=1.2.3.4], [$num=50]); SumStats::observe("test", [$host=6.5.4.3], [$num=1]); }
event go() { if ( Cluster::node != "manager-1" ) SumStats::observe("test", [$host=1.2.3.4], [$num=Cluster::node == "worker-1" ? 34 : 37, $str=Cluster::node]); }
event ask() { when [] ( local r = SumStats::request_key("test", [$host=1.2.3.4]) ) { print "requested", r["test"]$sum, r["test"]$num; print SumStats::next_epoch("test"); } timeout 2sec { print "timeout"; } }
event Cluster::node_up(name: string, id: string) { if ( Cluster::node == "manager-1" && ++n == 2 ) { Broker::publish(Cluster::worker_topic, go); } }
event Cluster::node_down(name: string, id: string) { terminate(); }
# As on a node of Zeek: it hands over one key after the other.
module SumStats;
event SumStats::cluster_takes_batches(uid: string) &priority=-1 { if ( Cluster::node == "worker-2" ) delete batched[uid]; }
