# What cannot be assigned to, and what cannot be assigned.
type R: record { a: count; };
type E: enum { A, B };
const c = 1;
option o = 1;
function v() { }
event zeek_init()
	{
	local n = 1;
	local s = "x";
	local a: addr = 1.2.3.4;
	local e = A;
	local vec = vector(1);
	local x: any = 1;
	c = 2;           # error: const is not a modifiable lvalue
	o = 2;           # error: option is not a modifiable lvalue
	R = 2;           # error: type name
	A = 2;           # error
	v = 2;           # error
	n = "x";         # error
	n = v();         # error: can't assign void value
	s = 1;           # error
	a = "1.2.3.4";   # error
	e = 1;           # error: can't convert
	n = A;           # error: can't convert
	x = A;           # error: can't convert
	vec = 1;         # error
	vec += "x";      # error: incompatible vector append
	vec += vector("x");   # error: incompatible vector append
	vec -= 1;        # error
	s += 1;          # error
	s -= "x";        # error
	n += "x";        # error
	a += 1;          # error
	n = vec;         # error
	|n| = 2;         # error
	n == 1;          # warning: value ignored
	R$a = 1;         # error
	add n;           # error: illegal add
	delete n;        # error: illegal delete
	delete s[0];     # error: illegal delete
	add vec[1];      # error: illegal add
	delete c;        # error
	}
