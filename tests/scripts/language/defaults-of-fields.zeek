# &default of fields of every kind: each record has its own; deleted fields have them again.
type Inner: record { n: count &default=7; };
type T1: record { a: count &default=5; b: vector of count &default=vector(1,2); c: set[string] &default=set("x"); d: table[count] of string &default=table([1]="a"); e: string &default=cat("a", "b"); f: Inner &default=Inner(); g: Inner &default=[$n=8]; h: interval &default=1min; i: function(x: count): count &default=function(x: count): count { return x + 1; }; };
event zeek_init() { local x = T1(); local y = T1(); x$b += 3; add x$c["y"]; x$d[2] = "b"; x$f$n = 1; print x$a, x$b, x$c, x$d, x$e, x$f, x$g, x$h, x$i(4); print y$a, y$b, y$c, y$d, y$e, y$f, y$g; delete x$a; print x$a, x?$a; delete x$b; print x$b; x$a = 100; delete x$a; print x$a; }
