# Calls: 3 million of them.
function fib(n: count): count { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
event zeek_init() { local t = current_time(); print fib(30); print fmt("fib %.4f us/call", interval_to_double(current_time() - t) / 2.692537); }
