# Labels and bodies of switch that are wrong.
event zeek_init() {
 switch ( vector(1) ) { case 1: break; }
 switch ( 1 ) { case 1, 1: break; case 2: break; case 2: break; }
 switch ( 1 ) { case "a": break; }
 local x = 5;
 switch ( 1 ) { case x: break; case 1 + 1: break; }
 switch ( 1 ) { case 1: print 1; }
 switch ( 1 ) { default: break; default: break; }
 switch ( 1 ) { case type string: break; }
 switch ( 1 ) { case 1: break; case type count: break; }
 local a: any = 1;
 switch ( a ) { case type count as n: fallthrough; case type string as n: break; case type count: break; }
 switch ( a ) { case 1: break; }
 switch ( 1 ) { case 1: return; case 2: event zeek_done(); case 3: { break; } case 4: if ( T ) break; else break; }
 switch ( 1 ) { case 5: exit(0); }
 switch ( nosuch ) { case 1: break; }
}
