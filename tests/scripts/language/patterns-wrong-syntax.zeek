# Patterns that do not compile.
global p1 = /a{3,2}/;       # error: bad iteration values
global p2 = /[z-a]/;        # error: negative range
global p3 = /[[:foo:]]/;    # error: bad character class
global p4 = /[abc/;         # error: unterminated character class
global p5 = /a{1,/;         # error: bad character inside {}'s
global p6 = /"abc/;         # error: missing quote
global p7 = /)/;            # error
global p8 = /(a/;           # error
global p9 = /a|/;           # error
global p10 = /*a/;          # error
global p11 = /(?x:a)/;      # error
global p12 = /a{1000000}/;  # error: too large
global p14 = /([[:print:]]{-}[[:alnum:]]foo)/;  # error: there are no differences of classes
global p13 = /a{x}/;        # fine: no repetition
