# Attributes on things that they are not for, and with values of wrong types.
# attributes on all kinds of things
global a: count &optional;
global b: count &default=1;
global c = 1 &log;
global d: table[count] of count &default="x";
global e: table[count] of count &default=1 &default_insert=2;
global f: set[count] &default=1;
global g: set[count] &default_insert=1;
global h: count &create_expire=1sec;
global i: table[count] of count &create_expire=5;
global j: table[count] of count &create_expire=1sec &read_expire=1sec;
global k: table[count] of count &expire_func=3;
global l: table[count] of count &expire_func=function(t: table[count] of string, i: count): interval { return 0sec; };
global m: table[count] of count &expire_func=function(t: table[count] of count, i: count): count { return 0; };
global n: table[count] of count &on_change=3;
global o: table[count] of count &on_change=function(t: table[count] of count, i: count) { };
global p: table[count] of count &on_change=function(t: table[count] of count, c: count, i: count, old: count) { };
global q: count &ordered;
global r: count &raw_output;
global s: count &priority=1;
global t: count &group="x";
global u: count &backend=Broker::MEMORY;
global v: table[count] of count &backend=1;
global w: table[count] of set[count] &backend=Broker::MEMORY;
global x: table[count] of count &broker_store=1;
global y: table[count] of count &broker_store="s" &backend=Broker::MEMORY;
global z: table[count] of count &backend=Broker::MEMORY &read_expire=1sec;
global aa: count &type_column="x";
global ab: count &error_handler;
global ac: count &is_assigned &is_used;
global ad: count &add_func=3;
global ae: count &deprecated &deprecated;
global af: count &deprecated=1;
global ag: count &broker_allow_complex_type;
type R: record { x: count &redef; y: count &default="s"; z: count &optional &default=1; w: opaque of md5 &log; p: port &type_column=1; q: count &create_expire=1sec; t: table[count] of count &create_expire=1sec; };
type FR: record { x: file &log; };
type U: record { a: count; u: function() &log; } &log;
function ff(a: count &optional, b: count &log) { }
function fg() &priority=3 { }
function fh() &group="x" { }
function fi() &redef { }
event zeek_init() &priority="x" { }
event zeek_init() &group=1 { }
event zeek_init() &log { }
hook hh() &priority=1.5 { }
