# A setting of old times: it may be set, and does nothing.
redef check_for_unused_event_handlers = T;
event zeek_init() { print "runs"; }
