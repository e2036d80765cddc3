# Modules use what others export; handlers of events and hooks of other modules.
module A;
export { global x = 1; type T1: enum { ONE, TWO }; const c: count = 1 &redef; global f: function(): string; global ev: event(); global h: hook(a: count); }
global priv = 5;
function f(): string { return fmt("%d %d", priv, x); }
module B;
export { redef enum A::T1 += { THREE }; }
global x = 10;
redef A::c = 9;
event zeek_init() { print x, A::x, ::zeek_init == zeek_init, A::f(), THREE, A::ONE, A::c; A::x = 3; print A::x; event A::ev(); print hook A::h(1); }
event A::ev() { print "A::ev in B", x; }
hook A::h(a: count) { print "hook in B", x; }
module A;
event A::ev() { print "A::ev in A", x; }
event ev() &priority=-1 { print "ev in A", x; }
hook h(a: count) { print "hook in A"; x = 7; }
module GLOBAL;
global x = 100;
event zeek_init() &priority=-5 { print x, A::x; }
