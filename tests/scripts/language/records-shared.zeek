# Records in records, vectors and tables are shared until copied; optional fields; fields without value.
type A: record { x: count; };
type B: record { a: A; l: vector of A; m: table[string] of A; o: A &optional; };
event zeek_init() {
 local a = A($x=1); local b = B($a=a, $l=vector(a), $m=table(["k"]=a)); a$x = 2; print b; local c = copy(b); a$x = 3; print b$a$x, b$l[0]$x, b$m["k"]$x, c$a$x; c$a$x = 9; print c$l[0]$x, c$m["k"]$x;
 print b?$o; b$o = a; a$x = 4; print b$o; delete b$o; print b?$o; b$l[0]$x += 1; print a; local d: B; print d; d$l += [$x=5]; d$m["z"] = [$x=6]; print d; print d$a?$x;
 print same_object(a, b$a), same_object(a, c$a); print b$o$x;
}
