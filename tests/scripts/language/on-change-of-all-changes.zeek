# &on_change: what is told of, with which value; not told inside itself, nor of a table that took another's place.
type R: record { a: count &default=1 &log &optional; b: string &optional &log; } &log;
global t: table[string] of count &on_change=function(t: table[string] of count, c: TableChange, i: string, v: count) { print "chg", c, i, v, |t|; if ( i == "rec" ) t["inner"] = 1; };
global s: set[string, count] &on_change=function(t: set[string, count], c: TableChange, i: string, j: count) { print "set", c, i, j; };
event zeek_init() {
 t["a"] = 1; t["a"] = 2; t["a"] += 5; delete t["a"]; delete t["none"]; t["rec"] = 1; ++t["rec"]; clear_table(t); t["b"] = 3; t = table(); t["c"] = 4;
 add s["x", 1]; add s["x", 1]; delete s["x", 1]; add s["y", 2]; delete s;
 local u = copy(t); u["copy"] = 1; t += table(["m"] = 1, ["n"] = 2); t -= table(["m"] = 1); print t;
}
