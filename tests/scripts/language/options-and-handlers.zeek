# Option::set: handlers in order of priority, each gets what the one before gave; what is no option or of another type.
module M;
export { option a = 1; option s: set[count] = {1}; option v: vector of string = vector(); option e = Log::WRITER_ASCII; const c = 1; option str = "x"; option i: interval = 1sec; option t: table[string] of count = table(); option any_: any = 1;}
function h1(id: string, new_: count): count { print "h1", id, new_, M::a; return new_ + 1; }
function h2(id: string, new_: count, loc: string): count { print "h2", id, new_, loc; return new_ * 2; }
function hs(id: string, new_: set[count]): set[count] { print "hs", id, new_; add new_[99]; return new_; }
event zeek_init() {
 Option::set_change_handler("M::a", h1); Option::set_change_handler("M::a", h2, 10); Option::set_change_handler("M::s", hs);
 print Option::set("M::a", 5), M::a; print Option::set("M::a", 7, "here"), M::a;
 local x = set(5,6); print Option::set("M::s", x), M::s; add x[7]; print M::s;
 print Option::set("M::s", set("a")), Option::set("M::nosuch", 1), Option::set("M::c", 2), Option::set("M::a", "x"), Option::set("M::str", 5);
 print Option::set("M::e", Log::WRITER_NONE), M::e; print Option::set("M::v", vector("a")), M::v, Option::set("M::v", vector()), M::v; print Option::set("M::i", 5min), M::i; print Option::set("M::t", table(["a"]=1)), M::t, Option::set("M::t", table()), M::t;
 print Option::set("M::any_", "text"), M::any_; print Option::set("M::a", -5); print Option::set("M::a", +3); print Option::set("M::i", 3.5); print Option::set("M::s", set());

}
