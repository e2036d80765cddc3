# Types of ?:, with numbers, empty containers and vectors.
event zeek_init() { print T ? "a" : "b", F ? 1 : 2.5, T ? vector() : vector(1), (T ? set() : set(1)), vector(T,F,T) ? vector(1,2,3) : vector(4,5,6); local x = T ? -1 : 3; print type_name(x); print type_name(F ? 1 : 2.5); }
