# type_name of values of all types.
type R: record { a: count &log; b: string &optional; c: table[count] of set[string] &default=table(); };
type E: enum { A };
event zeek_init() { local r: R = [$a=1]; print type_name(r), type_name(A), type_name(1/tcp), type_name(vector(1)), type_name(set([1,"a"])), type_name(table([1]=vector("a"))), type_name(zeek_init), type_name(function(a: count, b: string): addr { return 1.2.3.4; }), type_name(/a/), type_name(1.2.3.4), type_name(open("/dev/null")), type_name(md5_hash_init()), type_name([$x=1,$y=[$z=2]]), type_name(3sec), type_name(current_time()), type_name(1.0.0.0/8), type_name(vector()), type_name(set()), type_name(table()), type_name(R), type_name(E), type_name(-1), type_name(T); }
