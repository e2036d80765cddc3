# Everything that can be redefined: values of all types, functions, enums, records, options.
type E: enum { A, B } ;
redef enum E += { C, D };
type R: record { a: count; } &redef;
redef record R += { b: string &optional; c: count &default=7 &log; };
const k = 5 &redef;
redef k = 6; redef k += 4; redef k -= 1;
const s: set[count] = { 1, 2 } &redef;
redef s += { 3, 4 }; redef s -= { 1 }; redef s += set(9); 
const t: table[string] of count = { ["a"] = 1 } &redef;
redef t += { ["b"] = 2, ["a"] = 5 }; redef t -= { ["b"] = 0 };  redef t += table(["q"] = 3);
const v: vector of count = { 1 } &redef;
redef v += { 2, 3 }; redef v += vector(7);
const st = "x" &redef; redef st += "y";
const d = 1.5 &redef; redef d += 2; redef d -= 0.5;
const iv = 1min &redef; redef iv += 5sec; redef iv -= 1sec;
const p = /a/ &redef; redef p += /b/;
const b = F &redef; redef b = T;
const ad = 1.2.3.4 &redef; redef ad = [::1];
const po = 1/tcp &redef; redef po = 2/udp;
const su = 10.0.0.0/8 &redef; redef su = 11.0.0.0/8;
const en = A &redef; redef en = D;
global f: function(x: count): count &redef;
function f(x: count): count { return x; }
redef f = function(x: count): count { return x * 2; };
const g: function(): string = function(): string { return "old"; } &redef;
redef g = function(): string { return "new"; };
const rec: R = [$a=1] &redef; redef rec = [$a=2, $b="bb"];
event zeek_init() {
 print A, B, C, D, enum_to_int(D), R($a=1), k, s, t, v, st, d, iv, "b" == p, b, ad, po, su, en, f(4), g(), rec;
 print p;
}
redef k = k * 2;
option o: count = 3; redef o = 4;
option os: set[string] = {}; redef os += { "a" };
event zeek_init() { print o, os; }
global cb: set[count] = {} &redef;
redef cb = { 5 };
redef cb += { 6, 7, };
event zeek_init() { print cb; print to_count("1"); }
