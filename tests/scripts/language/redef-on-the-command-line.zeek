# Values of all types on the command line, in every form.
# args: a=5 b=hello c=T d=1.2.3.4 e=10secs f+=3 g+=x h=/ab/ i=80/tcp j=A k=-5 l=1.5 m=3 n=10.0.0.0/8
type E: enum { B, A };
global a = 1 &redef; const b = "x" &redef; const c = F &redef; const d = 0.0.0.0 &redef; const e = 1sec &redef; const f = 4 &redef;
const g = "s" &redef; const h = /x/ &redef; const i = 1/tcp &redef; const j = B &redef; const k: int = 1 &redef; const l = 1.0 &redef; option m = 4; const n = 1.0.0.0/8 &redef;
event zeek_init() { print a, b, c, d, e, f, g, h, i, j, k, l, m, n; }
