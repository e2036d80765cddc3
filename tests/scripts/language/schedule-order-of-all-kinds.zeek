# Scheduled events come in the order of their times, also absolute ones and those that have passed.
global e: event(c: count);
event zeek_init() { schedule 3sec { e(3) }; schedule 1sec { e(1) }; schedule 2sec { e(2) }; schedule 1sec { e(11) }; schedule -1sec { e(0) }; schedule network_time() + 1sec { e(12) }; schedule double_to_time(5.0) { e(5) };}
event e(c: count) { print c, current_event_time() > network_time(); }
