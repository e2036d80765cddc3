# Adding, deleting, resizing; loops that change what they walk over; next and break in nested loops.
event zeek_init() {
 local s: set[string] = set();
 add s["a"]; add s["a"]; delete s["nope"]; print s, |s|;
 local t: table[string] of count;
 delete t["x"]; t["a"] = 1; t["a"] = 2; print t;
 local nested: table[string] of table[count] of string;
 nested["x"] = table(); nested["x"][1] = "y"; print nested;
 local v: vector of count; v[0] = 1; v[3] = 4; print v, |v|; resize(v, 2); print v; resize(v, 4); print v; v += 9; print v;
 local r: record { a: count; v: vector of count; t: table[string] of count; }; r$a = 1; r$v += 2; r$t["x"] = 3; print r;
 print nested["nope"];
}
event zeek_init() &priority=-1 { local x: vector of string; for ( i, e in x ) print "no"; for ( c in "héy" ) print c; for ( c2 in "" ) print "no"; local t: table[count] of count = {[3]=4}; for ( k, v in t ) { k = 10; v = 11; print k, v; } print t; }
event zeek_init() &priority=-2 { local i = 5; while ( i > 0 ) { i -= 1; if ( i == 3 ) next; if ( i == 1 ) break; print i; } print "end", i; for ( j in vector(1,2,3,4) ) { for ( q in vector(1,2) ) { if ( q == 1 ) break; print "no"; } if ( j == 2 ) break; print j; } }
event zeek_init() &priority=-3 { local v = vector(1,2,3); for ( i in v ) { if ( |v| < 6 ) v += 10; print i; } for ( k, e in v ) { v[0] = 100; print k, e; if ( k == 1 ) resize(v, 2); } }
