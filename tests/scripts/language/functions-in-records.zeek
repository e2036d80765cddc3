# Functions in fields, given with and without their keyword.
type CB: record { f: function(a: count): string; g: function() &optional; };
event zeek_init() { local x = 5; local c = CB($f(a: count) = { return fmt("%d", a); }); print c$f(3), c?$g; local d = CB($f[x](a: count): string = { return fmt("%d", a + x); }); print d$f(1); c$g = function() { print "g"; }; c$g(); local r = [$f(a: count) = { return a + 1; }]; print r$f(1); }
