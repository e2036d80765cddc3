# What the process says of itself: no more than that the numbers make sense.
global n = 0;
event count_me() { ++n; }
event zeek_init()
	{
	event count_me();
	event count_me();
	schedule 1hr { count_me() };
	local p = get_proc_stats();
	print p$mem > 0, p$debug, p$user_time >= 0sec, p$real_time >= 0sec, p$start_time <= current_time();
	local e = get_event_stats();
	print e$queued >= e$dispatched;
	print get_timer_stats()?$current, get_thread_stats()?$num_threads, get_reporter_stats()?$weirds_by_type;
	}
event zeek_done()
	{
	print n;   # 3: timers go off at the end
	for ( s in get_event_handler_stats() )
		if ( s$name == "count_me" )
			print s$times_called;
	}
