# Only records, tables, sets and vectors are made by their names.
type C: count;
type S: set[count];
global s = S(1, 2);
global c = C(5);
