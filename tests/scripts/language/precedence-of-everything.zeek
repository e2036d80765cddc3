# Operators beside each other, as precedence has it.
event zeek_init() { print -vector(1,2), +vector(1), - 5 + 3, -(5), 2 - 1 - 1, 2 * 3 + 4 * 5, 10 / 2 / 5, 10 % 4 % 3, 1 + 2 * 3 - 4 / 2, 1 << 2 + 1, 7 & 3 == 3, 1 | 2 ^ 3 & 4, T || F && F, !T || T; }
