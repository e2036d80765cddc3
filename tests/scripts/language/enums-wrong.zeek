# Enumerators that are taken, mixed numbering, extension of what is not there.
type Bar: enum { X, Y = 3 };
type Baz: enum { P = 1, Q };
type Qu2: enum { M2 = 1, M3 = 1 };
type Bar2: enum { X };
type Bar3: enum { X9, X9 };
const X1 = 5;
type Bar4: enum { X1 };
redef enum Bar += { X };
redef enum Bar += { P };
redef enum Baz += { ZZ = 1 };
redef enum Nope += { A };
