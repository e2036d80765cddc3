# What asserts say: the condition as it is understood, with strings in quotes; then the message.
function s1() { assert 1 != 1; }
function s2() { assert 1 == 2, "msg"; }
function s3() { local x = 3; assert 1 == x, cat("a", x); }
function s4() { assert fmt("%s", 1) == "2"; }
function s5() { assert fmt("%s", 1) == "2", fmt("x %s", 1); }
function s6() { assert getpid() == 0, "pid"; }
function s7() { local tbl: table[string] of count = {["abc"]=1,["def"]=2}; assert "ghi" in tbl, "missing"; }
type R: record { a: count &optional; b: string &optional; };
function s8() { local r = R(); assert r?$b, "no b"; }
function s9() { local r = R(); assert T == F, r$b; }
function s10() { local r = R($b="x\ty\"q"); assert r$b == "x\n\"y" && ! r?$a; }
function s11() { assert /foo/ in "bar"; assert F; }
function s12() { local v = vector("a", "b"); assert v[0] == "c"; }
function s13() { assert |"abc"| > 3; }
function s14() { assert 1.5 > 2sec/1sec; }
function s15() { assert set("a", "b") == set("c"); }
function s16() { assert (T ? F : T) ; }
function s17() { local f = function(x: count): count { return x; }; assert f(3) == 4; }
function s18() { assert [$a=1]$a == 2; }
function s19() { assert 1.2.3.4 in 10.0.0.0/8; assert T; }
function s20() { assert "a" + "b" in "xa"; }
function s21() { assert 10.0.0.1 == [::1] || 22/tcp != 22/tcp || -5 > +6 || 3days < 1sec; }
function s22() { local e = ""; assert F, e; }
event zeek_init() &priority=0 {s1();} event zeek_init() &priority=-1 { s2();} event zeek_init() &priority=-2 { s3();} event zeek_init() &priority=-3 { s4();}
event zeek_init() &priority=-5 {s5();} event zeek_init() &priority=-6 { s6();} event zeek_init() &priority=-7 { s7();} event zeek_init() &priority=-8 { s8();}
event zeek_init() &priority=-9 {s9();} event zeek_init() &priority=-10 { s10();} event zeek_init() &priority=-11 { s11();} event zeek_init() &priority=-12 { s12();}
event zeek_init() &priority=-13 {s13();} event zeek_init() &priority=-14 { s14();} event zeek_init() &priority=-15 { s15();} event zeek_init() &priority=-16 { s16();}
event zeek_init() &priority=-17 {s17();} event zeek_init() &priority=-18 { s18();} event zeek_init() &priority=-19 { s19();} event zeek_init() &priority=-20 { s20();}
event zeek_init() &priority=-21 {s21();} event zeek_init() &priority=-22 { s22();}
