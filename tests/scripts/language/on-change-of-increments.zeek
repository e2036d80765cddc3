# &on_change of increments of entries that are there by &default only.
global t: table[count] of count &default=0 &on_change=function(t: table[count] of count, c: TableChange, i: count, v: count) { print c, i, v; };
event zeek_init() { ++t[1]; t[2] += 3; print t[9]; local x = t[10]; for ( i in t ) t[i] = 100; }
