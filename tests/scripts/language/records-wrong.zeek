# Constructors, fields, deletions and assignments of records that are wrong.
type R: record { a: count; b: string &optional; c: count &default=1; };
global r: R;
event zeek_init() {
 local r1 = R();
 local r2 = R($a="x");
 local r3 = R($z=1);
 local r4 = R($a=1, $a=2);
 local r5: R = [$b="x"];
 local r6: R = [$a=1, $zz=1];
 print r$nope, r?$nope, 5$a;
 r$a = "x";
 r$nope = 1;
 delete r$a;
 delete r$b;
 delete r;
 local r8: R = 5;
 r = "x";
 r = [];
 print r == r;
 local r10 = R(r);
 add r$a;
 r = R;
 print R;
}
