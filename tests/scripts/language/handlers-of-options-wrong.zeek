# Change handlers of options that do not fit.
module M;
export { option a = 1; option s: set[count] = {1}; const c = 2; }
function f0() { }
function f1(id: string): count { return 1; }
function f2(id: string, n: string): count { return 1; }
function f3(id: string, n: count): string { return ""; }
function f4(id: string, n: count, l: count): count { return 1; }
function f5(id: string, n: count, l: string, x: count): count { return 1; }
function f6(id: count, n: count): count { return 1; }
function f7(id: string, n: count) { }
event ev(id: string, n: count) { }
hook hk(id: string, n: count) { }
function ok(id: string, n: count): count { return n; }
function fails(id: string, n: count): count { local v = vector(1); return v[n]; }
event zeek_init() {
 print Option::set_change_handler("M::a", f0), Option::set_change_handler("M::a", f1), Option::set_change_handler("M::a", f2), Option::set_change_handler("M::a", f3), Option::set_change_handler("M::a", f4), Option::set_change_handler("M::a", f5), Option::set_change_handler("M::a", f6), Option::set_change_handler("M::a", f7), Option::set_change_handler("M::a", ev), Option::set_change_handler("M::a", hk), Option::set_change_handler("M::a", 5);
 print Option::set_change_handler("M::c", ok), Option::set_change_handler("M::nosuch", ok), Option::set_change_handler("M::s", ok);
 print Option::set_change_handler("M::a", fails), Option::set("M::a", 9), M::a;
 print Option::any_set_to_any_vec(set(1,2));
}
