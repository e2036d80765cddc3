# Outside of functions and statements no call is shown, only the value that is wrong, or the place.
global x = sqrt(-1.0);
global y = decode_base64("!!!!");
global z = to_count("x");
global w = fmt("%q", 1);
global n = int_to_count(-5);
@if ( to_count("y") == 0 )
global v = rmdir("nonesuch");
@endif
type R: record { a: count &default=to_count("z"); };
function f(s: string): count { return to_count(s); }
global u = f("u");
function g(): count { }
global missing = g();
global r = R();
