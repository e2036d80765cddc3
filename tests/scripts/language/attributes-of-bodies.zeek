# &priority takes any integral constant expression; bodies run from the highest to the lowest.
const m = 4;
event e() &priority=m    { print "m"; }
event e() &priority=-m   { print "-m"; }
event e() &priority=2*m  { print "2*m"; }
event e() &priority=+1   { print "+1"; }
event e() &priority=0    { print "first with 0"; }
event e()                { print "second with 0"; }
event e() &priority=m-10 { print "m-10"; }

event zeek_init() { event e(); }
