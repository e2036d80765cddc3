# Operators on whole vectors, selection by indices and by truth, increments of elements.
event zeek_init() {
 local v = vector(1,2,3,4);
 print v[vector(0,2)], v[vector(T,F,T,F)];
 local b = v > vector(2,2,2,2); print b; 
 local s = vector("a","b"); print s + vector("x","y"), s == vector("a","c");
 local d = vector(1.5, 2.5); print d * vector(2.0,2.0), -d, d > vector(2.0, 2.0);
 local i = vector(1sec, 2sec); print i + vector(1sec,1sec), i / vector(2.0, 2.0);

}
