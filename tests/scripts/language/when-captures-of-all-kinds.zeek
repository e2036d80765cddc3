# Captures are taken when the statement runs; containers are shared unless copied. What wakes a condition.
global t: table[string] of count;
global done = 0;
global later: event();
event zeek_init() {
  local x = 1; local v = vector(1); local r: table[count] of string;
  when [x, v] ( |t| == x ) { print "t has one", x, v; x = 9; v += 2; }
  when [copy v] ( "b" in t ) { print "b", v; v += 100; } timeout 10secs { print "never"; }
  when [r] ( 5 in r ) { print "local table"; }
  when ( done > 2 ) print "done"; 
  t["a"] = 1;
  event later();
  print x, v;
  r[5] = "x";
  when [v] ( local q = |v| ) { print "q", q, v; }
  when ( T ) { print "immediately"; return; print "not"; } timeout 1sec { print "no"; }
  print "end of init";
}
event later() { print "later"; t["b"] = 2; ++done; done += 2; }
event zeek_done() { print "zeek_done"; }
