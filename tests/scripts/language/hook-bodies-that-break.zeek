# A body that breaks ends the hook and makes it F; return, and errors, end one body. Loops and switches have breaks of their own.
global h: hook(a: count, r: vector of string);
hook h(a: count, r: vector of string) &priority=5 { r += "five"; if ( a == 1 ) break; }
hook h(a: count, r: vector of string) &priority=-5 { r += "minus"; return; r += "never"; }
hook h(a: count, r: vector of string) { r += "zero"; local v = vector(1); if ( a == 2 ) print v[9]; a = 100; }
hook h(a: count, r: vector of string) &priority=-6 { r += cat(a); for ( i in vector(1,2) ) { if ( i == 1 ) break; r += "loop"; } switch ( a ) { case 3: break; } r += "after"; if ( a == 3 ) { while ( T ) { break; } break; } }
event zeek_init() {
 for ( x, i in vector(0,1,2,3) ) { local r: vector of string = vector(); print i, hook h(i, r), r; }
 if ( ! hook h(1, vector()) ) print "broken";
 local f = h;
 print hook f(5, vector());
}
