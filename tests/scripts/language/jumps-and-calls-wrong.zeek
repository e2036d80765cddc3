# Hooks, events and functions called in wrong ways; returns that do not fit.
hook h(a: count) { break; }
event e() { break; next; }
function f() { break; }
event zeek_init() {
 h(1);
 hook f();
 hook zeek_init();
 local x = hook h(1);
 local y = hook h("a");
 e();
 event f();
 event h(1);
 schedule 1sec { f() };
 schedule 5 { e() };
 schedule 1sec { e(1) };
 event e(1);
 local z = f();
 print f();
 zeek_init();
 f(1);
 return 1;
}
function g(): count { return; }
function g2(): count { return "a"; }
function g3() { return 1; }
function g4(): count { }
event g5(): count { }
hook g6(): bool { }
hook g7() { return T; }
