# &backend and &broker_store on what they are not for, and with attributes that do not go together.
global a: table[string] of count &broker_store="x" &read_expire=1sec;
global b: table[string] of count &broker_store="x" &create_expire=1sec;
global c: table[string] of count &broker_store="x" &expire_func=function(t: table[string] of count, s: string): interval { return 0sec; };
global d: count &broker_store="x";
global e: table[string] of set[count] &broker_store="y";
global f: table[string] of record { a: count; } &broker_store="z";
global g: table[string] of count &backend=Broker::MEMORY &create_expire=1sec;
global h: table[string] of count &backend=Broker::SQLITE &expire_func=function(t: table[string] of count, s: string): interval { return 0sec; };
event zeek_init() { local l: table[string] of count &broker_store="l"; local m: table[count] of count &backend=Broker::MEMORY; }
type R: record { t: table[count] of count &backend=Broker::MEMORY; u: table[count] of count &broker_store="r"; };
