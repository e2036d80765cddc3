# Values of enumerators: written ones are counts below 2^31.
type Big: enum { A = 2147483647, B = 0, C = 0x10 };
type TooBig: enum { D = 2147483648, E = 0xffffffffffffffff };  # errors
type Mixed: enum { F1 = 1, G };                                 # error: cannot mix
type Doubles: enum { H = 1.5 };                                 # syntax error
