# A policy that there is not ends the process before anything runs.
redef Broker::scheduler_policy = "nosuch";
print "never";
