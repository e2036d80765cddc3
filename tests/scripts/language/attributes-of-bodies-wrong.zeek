# Attributes that a body cannot have, and arguments of the wrong kind.
event e1() &priority="x" { }   # error: not integral
event e2() &priority=1.5 { }   # error: not integral
event e3() &group=3 { }        # error: not a string
function f1() &priority=3 { }
function f2() &default=3 { }   # error: illegal attribute
function f3() &redef { }       # error: illegal attribute
event e4() &error_handler { }  # error: illegal attribute
hook h1() &log { }             # error: illegal attribute
