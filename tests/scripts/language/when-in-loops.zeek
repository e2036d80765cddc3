# Each round of a loop makes a condition of its own.
global g = 0;
global ev: event();
event zeek_init() {
  local i = 0;
  while ( i < 3 ) {
    when [i] ( g > i ) { print "i", i; }
    ++i;
  }
  for ( k in set(5) )
    when [k] ( g == k ) { print "k", k;  }
  g = 2;
  schedule 1sec { ev() };
}
event ev() { g = 5; print "ev"; }
