# Errors in a condition count as false, errors in a body end it.
global g = 0;
global t: table[count] of count;
event zeek_init() {
  when ( t[g] == 5 ) { print "got it"; print t[77]; print "not reached"; } timeout 1sec { print "timed out"; }
  when ( g == 1 ) { local x: count; print x; }
  g = 1;
  t[1] = 5;
  when ( 1 / (g - 1) == 0 ) { } timeout 1min { print "div timeout"; }
}
