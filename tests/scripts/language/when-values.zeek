# Functions that wait themselves can be waited for.
function slow(n: count): count {
  return when [n] ( n in set(1,2,3) ) { return n * 2; } timeout 1sec { return 0; }
}
event zeek_init() {
  when ( local r = slow(2) ) { print "r", r; }
  when ( local r2 = slow(9) ) { print "r2", r2; } timeout 3sec { print "timeout"; }
  when ( slow(1) + slow(3) == 8 ) print "sum";
  when ( slow(8) == 0 ) print "zero after timeout";
}
