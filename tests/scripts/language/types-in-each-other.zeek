# Records with functions, events, hooks and containers in them; hooks' results in expressions; lists with a comma at their end.
global h: hook(a: count);
hook h(a: count) { if ( a == 2 ) break; }
type R: record { f: function(a: count): string; e: event(a: count); hk: hook(a: count); o: opaque of md5; fi: file; fs: file of string; v: vector of set[addr, port]; t: table[count, string] of table[addr] of vector of count; };
event zeek_init() {
 print hook h(1) && T, hook h(2) || F, ! hook h(2);
 local r: R; print r?$f, r?$v, |r$v|, |r$t|; 
 local x: set[count] = { 1, 2, }; local y: vector of count = { 3, 4 }; local z: table[string] of count = { ["a"] = 1, };
 print x, y, z;
 const c: count = 5; print c;
}
