# What conditions of @if may refer to.
function f(): bool { return T; }
global g = T;
const c = 3;
type E: enum { A, B };
const e = A &redef;
redef e = B;
@if ( f() && g )
print "f";
@endif
@if ( c == 3 && e == B && getenv("NOPE") == "" && |"abc"| == 3 && "a" in "abc" && 1.2.3.4 in 1.0.0.0/8 )
print "c";
@endif
@if ( c > 2 ? T : F )
print "t";
@endif
@if ( T ) print "line"; @endif
@ifndef ( A ) print "no A"; @else print "A"; @endif
@ifdef ( f ) print "f"; @endif
@ifdef(E)
print "E";
@endif
@ifdef ( nosuch::x )
@endif
@ifdef ( Log::WRITER_ASCII )
print "Log";
@endif
