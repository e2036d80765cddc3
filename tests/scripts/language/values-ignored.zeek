# Statements that only compute something.
event zeek_init() {
 local x = 5;
 x + 1;
 x == 5;
 x;
 "abc";
 -x;
 x as count;
 x is count;
 copy(x);
 vector(1);
 T ? x : x;
 T && F;
 function() { };
 |x|;
 zeek_init;
 set(1)[1];
 "a" in "abc";
 (x);
 [$a=1];
 cat("a");
 T && cat("a") == "b";
}
