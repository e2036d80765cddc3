# What counts as used: in conditions, loops, labels, lambdas, when, handlers of options, events that are raised in any way.
module M;
function via_exported() { }

function in_switch() { }
function in_assert() { }
function in_return(): count { return 1; }
function in_cond(): bool { return T; }
function in_for(): vector of count { return vector(1); }
function as_arg(f: function()) { f(); }
function passed() { }
function in_lambda_body() { }
function in_when_body() { }
function in_timeout() { }
function handler_of_option(id: string, c: count): count { return c; }
option o = 5;
global ev1: event();
event ev1() { }
global ev2: event();
event ev2() { }
global ev3: event();
event ev3() { }
export { global exported: function(); global exported_event: event(); global exported_hook: hook(); const cc = 1 &redef; }
function exported() { via_exported(); }
event exported_event() { }
hook exported_hook() { }
event zeek_init() {
 if ( in_cond() ) for ( i in in_for() ) print i;
 switch ( in_return() ) { case 1: in_switch(); break; }
 assert in_cond(), cat(in_assert);
 as_arg(passed);
 local f = function() { in_lambda_body(); };
 when ( cc == 2 ) { in_when_body(); } timeout 1sec { in_timeout(); }
 Option::set_change_handler("M::o", handler_of_option);
 schedule 1sec { ev1() };
 Broker::publish("x", ev2);
 Broker::auto_publish("x", ev3);
}
module GLOBAL;
function global_unused() { }
event unknown_global_event() { }
global declared_global_event: event();
event declared_global_event() { }
hook unknown_global_hook() { }

