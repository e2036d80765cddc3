# &default and &default_insert: functions, containers, records; where entries appear.
global t: table[string] of count &default = function(s: string): count { return |s|; };
global d2: table[count, string] of string &default = function(c: count, s: string): string { return fmt("%d-%s", c, s); };
global d3: table[string] of set[count] &default = set();
global d4: table[string] of vector of string &default_insert = vector();
global d5: table[string] of table[string] of count &default_insert = table() &default=0;
type R: record { n: count &default=0; s: set[string] &default=set(); };
global d6: table[string] of R &default=R();
global d7: table[string] of R &default_insert=R($n=5);
event zeek_init() {
 print t["abc"], |t|, d2[1, "x"], |d2|;
 add d3["a"][1]; print d3;
 d4["x"] += "first"; print d4; 
 d6["a"]$n += 1; print d6["a"], |d6|;
 d7["a"]$n += 1; add d7["a"]$s["z"]; print d7["a"], d7["b"], |d7|;
 ++t["new"]; print t;
 t["k"] += 3; print t["k"];
 local l: table[count] of count = table([1] = 2) &default = 9; print l[5], l;
 local c = copy(l); print c[6];
}
