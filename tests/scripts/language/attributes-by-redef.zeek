# redef adds attributes. Priorities may be any constant expression.
const p1 = 3;
global t: table[count] of count = { [1] = 1 } &redef;
redef t &default = 7;
global u: set[count] &redef;
redef u += { 1 } &create_expire = 1hr;
event e() &priority = p1 + 2 { print "5"; }
event e() &priority = -p1 { print "-3"; }
event e() &priority = 0x4 { print "4"; }
event e() &priority = +1 { print "1"; }
event e() &priority = (2) { print "2"; }
event zeek_init() { print t[5]; event e(); }
