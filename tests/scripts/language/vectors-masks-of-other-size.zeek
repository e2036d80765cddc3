# env: ZEEK_ALLOW_INIT_ERRORS=1
# A mask must be as long as the vector; sizes must agree.
event zeek_init() { print vector(1, 2, 3)[vector(T, F)]; print "not reached"; }                  # error
event zeek_init() &priority=-1 { print vector(1, 2) + vector(1); print "not reached"; }          # error
event zeek_init() &priority=-2 { print vector(T) && vector(T, F); print "not reached"; }         # error
event zeek_init() &priority=-3 { local v = vector(1, 2); v += vector(3, 4); print v, v + v, v * v, v == vector(1, 0, 3, 0), -v; }
event zeek_init() &priority=-4 { local v: vector of count; v[2] = 5; print v + v, |v|, v == v; }
event zeek_init() &priority=-5 { print vector(T, F) ? vector(1, 2) : vector(3, 4), vector(T, F) && vector(T, T), vector(T, F) || vector(F, F); }
