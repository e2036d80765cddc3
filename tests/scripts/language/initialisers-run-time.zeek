# Values of globals that cannot be made: each is reported, and nothing runs.
global a = 1 / 0;
global v = vector(1)[5];
global t = table([1] = 2)[3];
global n: count;
function g(): count { return 5 % n; }
global b = g();
global c: count = -1 + 0;
event zeek_init() { print "not reached"; }
