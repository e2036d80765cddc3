# Statements at the top run before any event; a failing assert there ends the run.
event zeek_init() { print "init"; }
event zeek_done() { print "done"; }
print "top1"; { local y = 1; print y; }
while ( T ) { print "loop"; break; }
assert T;
assert F, "top";
print "no";
