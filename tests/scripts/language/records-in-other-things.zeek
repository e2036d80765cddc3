# A record is in tables and sets only.
type R: record { a: count; };
global r = R($a=1);
print r in set(r);
print r in 5;
print r in "a";
