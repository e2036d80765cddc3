# A function that ends without a value: the statement that wanted it is left out.
event zeek_init() { local g = function(a: count): string { if ( a > 1 ) return "x"; }; local s = "init"; s = g(1); print s; print g(2); print fmt("%s", g(0)); print "end"; }
