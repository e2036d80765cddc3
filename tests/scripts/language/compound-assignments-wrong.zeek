# += and -= on every type with operands that do not fit.
event zeek_init() {
 local v: vector of count; v += "a"; 
 local s: vector of string; s += 1; s += vector(1,2); s += set("a"); s += { "a" }; s += vector("b"); s -= "a"; s -= { "a" };
 local w: vector of vector of count; w += vector(1); w += vector(vector(1)); w += 1; w += vector("a");
 local a: addr; local va: vector of addr; va += 1.0.0.0/8; va += 1.2.3.4;
 local x: count; x += "a"; x += vector(1); local t: table[count] of string; t += { [1] = "a" }; t += set(1); t += 5; t -= { 1 }; t -= 1;
 local st: set[count]; st += 1; st += set(1); st += { 1, 2 }; st -= set("a"); st += table([1]=2);
 local p: pattern; p += /a/; p += "a"; local b: bool; b += T; local iv: interval; iv += 1; iv += 1sec; local tm: time; tm += 1sec; local r: record { a: count; }; r += 1;
 local str: string; str += 1; str -= "a"; local ad: addr; ad += 1;
}
