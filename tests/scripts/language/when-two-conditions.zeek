# Conditions are looked at after each drain; what comes late times out at the end.
global x = 0;
global e: event();
event e() { ++x; print "e", x; if ( x < 4 ) event e(); }
event zeek_init() { event e(); when ( x == 1 ) print "one"; when ( x >= 2 ) print "two", x; when ( x == 4 ) print "four"; when ( x == 10 ) print "ten"; timeout 5sec { print "to"; } }
