# &ordered: what updates, deletions, copies and set operators do to the order.
global t: table[count] of string &ordered &default="d";
event zeek_init() { t[3]="c"; t[1]="a"; t[2]="b"; t[3]="C"; print t, t[8]; delete t[1]; t[1] = "again"; for ( i, v in t ) print i, v; local c = copy(t); c[0] = "z"; print c; print table_keys(t); local s: set[count] = set(3,1,2) &ordered; print s; add s[0]; delete s[1]; add s[1]; print s; print s | set(7), s & set(1,2,3), s - set(3); }
