# Containers and records that functions change are those of the caller; what is assigned is not.
function f(t: table[count] of count, v: vector of count, r: record { a: count; }, n: count, s: string, st: set[count]) { t[1] = 1; v += 1; r$a = 1; n = 9; s = "changed"; add st[1]; t = table(); v = vector(); t[5] = 5; }
event zeek_init() { local t: table[count] of count; local v: vector of count; local r = [$a=0]; local n = 1; local s = "s"; local st: set[count]; f(t, v, r, n, s, st); print t, v, r, n, s, st; }
