# env: ZEEK_ALLOW_INIT_ERRORS=1
# A merged queue ends where the first one does; names are local in any case; behind the last threshold is an error.
@load base/utils/queue
@load base/utils/site
@load base/utils/thresholds
redef Site::local_zones += { "example.com" };
event zeek_init()
	{
	local a = Queue::init();
	local b = Queue::init();
	Queue::put(a, 1);
	Queue::put(a, 2);
	Queue::put(b, 10);
	Queue::put(b, 20);
	Queue::put(b, 30);
	local both: vector of any;
	Queue::get_vector(Queue::merge(a, b), both);
	print both;
	print Queue::len(Queue::merge(b, a)), Queue::len(Queue::merge(Queue::init(), b));
	print Site::is_local_name("WWW.Example.COM"), Site::is_local_name("example.org");
	local v = vector(1, 2);
	local t = new_track_count();
	t$n = 5;
	print check_threshold(v, t), check_threshold(v, t);
	print check_threshold(v, t);
	}
