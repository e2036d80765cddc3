# Tables and sets with every type of index and element; lookup by subnets and patterns.
type R: record { a: count; b: string &optional; };
global t1: table[R] of count = { [[$a=1]] = 5 };
global t2: table[count, R] of string = { [1, [$a=2, $b="x"]] = "v" };
global t3: table[table[count] of string] of count;
global t4: table[vector of count] of count = { [vector(1,2)] = 3 };
global t5: table[set[count]] of count = { [set(1,2)] = 3 };
global t6: table[pattern] of string = { [/a+/] = "as", [/b/] = "b", [/a|b/] = "ab" };
global t7: table[subnet] of string = { [10.0.0.0/8] = "ten", [10.1.0.0/16] = "ten one", [0.0.0.0/0] = "all" };
global t8: set[addr, port] = { [1.2.3.4, 80/tcp], [[::1], 53/udp] };
global t9: table[bool] of table[string] of count = { [T] = table(["x"] = 1), [F] = { ["y"] = 2 } };
global t10: table[interval] of time = { [1sec] = double_to_time(1.0) };
global t11: table[double] of int = { [1.5] = -1, [2] = +2 };
global t12: table[function(c: count): count] of string;
global t13 = { [1, "a"] = T, [2, "b"] = F };
global t14 = { 1.2.3.4, [::1] };
global t15: set[port] = { 1/tcp, 2/udp } &redef;
global t16 = set("a", "b");
global t17: table[count] of vector of string = { [1] = vector("a"), [2] = { "b", "c" } };
global t18: table[string] of set[count] = { ["a"] = { 1, 2 }, ["b"] = set() };
global t19: set[string, count] = { ["a", 1], ["b", 2] };
global v1: vector of R = { [$a=1], [$a=2, $b="z"] };
global v2: vector of vector of count = { vector(1), vector(2,3) };
global v3 = vector(1, -2, 3.5);
global v4: vector of table[count] of string = { table([1] = "a") };
global v5: vector of set[count] = { set(1) };
function id(c: count): count { return c; }
event zeek_init() {
 t12[id] = "id"; t3[table([1]="a")] = 7;
 print t1[[$a=1]], t2[1, [$a=2,$b="x"]], t3[table([1]="a")], t4[vector(1,2)], t5[set(2,1)], |t6["a"]|, t7[10.1.2.3], t7[10.2.0.0/16], t7[1.1.1.1];
 print [1.2.3.4, 80/tcp] in t8, t9[T]["x"], t9[F], t10, t11, t12[id], t13, t14, t15, t16, t17, t18, t19, v1, v2, v3, v4, v5;
 print [1,2] in table([1,2]=3), 1.2.3.4 in t7, 10.0.0.0/9 in t7, /a+/ in t6, "aa" in t6, "c" in t6;
 t7[10.0.0.0/8] = "changed"; delete t7[0.0.0.0/0]; print t7, 1.1.1.1 in t7;
 for ( [a, p] in t8 ) print a, p;
 for ( [c, r] in t2 ) print c, r;
 for ( r2, n in t1 ) print r2, n;
 for ( f in t12 ) print f(5);
 print t7[11.0.0.0];
}
