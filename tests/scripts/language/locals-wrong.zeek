# Locals that are taken, out of scope, constant.
event zeek_init() {
 local a = 1;
 local a = 2;
 { local b = 1; }
 b = 2;
 for ( a in set(1) ) ;
 for ( c in set("x") ) ;
 print c;
 for ( c in set(1) ) ;
 const d = 4; d = 5; d += 1; ++d;
 5 = a;
 a + 1 = 2;
 zeek_init = a;
}
