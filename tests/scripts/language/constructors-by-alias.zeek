# Names of types as constructors, of sets, vectors and empty records.
type E: enum { A, B, }; type R: record { }; type S: set[count]; type V: vector of E; global s: S = { 1 }; global v = V(A, B); global t = S(3);
event zeek_init() { print s, v, t, R(), |R()|; local ss: S; add ss[5]; print ss; local x = S(); print x; }
