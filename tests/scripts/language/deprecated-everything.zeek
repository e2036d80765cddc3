# Use of deprecated fields, types, enumerators, functions, events, options, constants.
type R: record { a: count &deprecated; b: count &default=1 &deprecated="no b"; };
type E: enum { A &deprecated, B &deprecated="use A" };
function f() &deprecated { }
global ev: event() &deprecated="ev";
event ev() { }
hook h() &deprecated { }
type D: count &deprecated="type";
option o = 1 &deprecated="opt";
const c = 1 &deprecated;
event zeek_init() { local r = R($a=1, $b=2); print r$a, r$b, r?$b, A, B; f(); event ev(); hook h(); local d: D = 1; print o, c; r$a = 2; local r2: R = [$a=2]; schedule 1sec { ev() }; f; }
redef o = 5;
