# A condition that uses locals must capture them; the first one that is missing is told.
event zeek_init() { local a = 1; local b = 2; when ( a == 1 ) { print a; } when ( a == b ) { } when ( T ) { print a; } timeout 1sec { print b; } }
