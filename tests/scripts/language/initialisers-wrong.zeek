# Initialisers that do not fit what they initialise.
type R: record { a: count; b: string &optional; };
global t1: table[count] of string = { 1, 2 };               # error
global t2: set[count] = { [1] = 2 };                        # error
global t3: table[count, string] of bool = { [1] = T };      # error
global t4: set[count] = table([1] = 2);                     # error
global t5: table[count] of string = table([1] = 2);         # error
global t6: set[string] = set(1);                            # error
global t7: vector of string = vector(1);                    # error
global t8: set[count] = vector(1);                          # error
global s1 = set(1, "a");                                    # error: inconsistent types
global v1 = vector(1, "a");                                 # error
global r1: R = [$a="x"];                                    # error
global r2 = R($a="x");                                      # error: bad type
global r3 = R($b="x");                                      # error: mandatory field missing
global r4 = R($a=1, $c=2);                                  # error: no such field
global r5: R = [$a=1, $c=2];                                # error
global r6 = R(1);                                           # error
global c1: count = { 1 };                                   # error: invalid constructor list
global c2: count = "x";                                     # error
global c3: count = R($a=1);                                 # error
global c4 = { };                                            # error: empty list
global c5 = vector();                                       # error: empty constructor
global c6;                                                  # error: no type given
const c7: count;                                            # error: must be initialized
option c8: count;                                           # error: must be initialized
global t9: table[count] of R = { [1] = [$b="x"] };          # error
global t10: set[count, string] = { [1, 2] };                # error
global t11 = { [1] = "a", 2 };                              # error
global t12 = { 2, [1] = "a" };                              # error
