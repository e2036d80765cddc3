# Names that exist already.
global g1: count;
global g1: count;                  # error: already defined
global g2: count &redef;
global g2: count = 5;              # error: redefinition requires "redef"
const c1 = 1;
option o1 = 1;
type t1: count;
global t1: count;                  # error: already defined
global f1: function(a: count): count;
function f1(a: string): count { return 1; }   # error: incompatible function types
function f2(a: count)
	{
	local a: count;                  # error: already defined
	local g1 = 2;                    # error: already a global identifier
	local c1 = 2;                    # error: already a global identifier
	local f1 = 2;                    # error: already a global identifier
	const k = 1;
	local k = 2;                     # error: already a const identifier
	}
function f3(a: count, a: string) { }  # error: argument name used twice
