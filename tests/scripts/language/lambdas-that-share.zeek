# Lambdas copy captured numbers, share containers, keep their own state; copies of them have one of their own.
event zeek_init() {
 local a = 1; local t: table[string] of count = table(); local s = "s"; local v = vector(1);
 local f1 = function[a, t, copy v](x: count): count { a += x; t["n"] = a; v += a; return |v|; };
 print f1(1), f1(1), a, t, v;
 local f2 = f1; print f2(1), f1(1);
 local f3 = copy(f1); print f3(1), f3(1), f1(1), t;
 local g = function[f1](): count { return f1(10); }; print g(), t;
 local h: function(): function(): string = function[s](): function(): string { return function[s](): string { s += "!"; return s; }; };
 local i1 = h(); local i2 = h(); print i1(), i1(), i2(), s;
 local fact: function(n: count): count; 
 local d: table[string] of function(a: count): count; d["x"] = function(a2: count): count { return a2 * 2; }; print d["x"](4);
 print (function(x2: count): count { return x2 + 1; })(5);
 local vv = vector(3,1,2); sort(vv, function(x3: count, y3: count): int { return x3 < y3 ? 1 : -1; }); print vv;
 when [a] ( a == 1 ) { local ff = function[a](): count { return a; }; print ff(); }
}
