# Containers and records with parts of other types, where they are converted or refused.
type R: record { a: count; };
type S: record { a: string; };
type E1: enum { A1 };
type E2: enum { A2 };
function takes_set(s: set[string]) { }
function takes_vector(v: vector of string) { }
event zeek_init()
	{
	takes_set(set(1));                       # error
	takes_set(set());                        # fine
	takes_vector(vector(1));                 # error
	takes_vector(vector());                  # fine
	print T ? vector(1) : vector("x");       # error
	print T ? R($a=1) : S($a="x");           # error
	print vector(T) ? 1 : 2;                 # error: requires vector alternatives
	print vector(1, 2) == vector(1);         # at run time
	local x = vector(R($a=1), S($a="x"));    # error
	local y = set(A1, A2);                   # fine: enums go together
	local z = { [1] = "a", [2] = 3 };        # error
	local u: set[count] = { "a" };           # error
	local t: table[count] of count = { [1, 2] = 3 };   # error
	print 1 in R($a=1);                      # error
	local l = 5;
	local w: table[count] of count = { [set(l)] = 1 };   # error
	}
