# Operators on what they do not apply to.
function v() { }
global s1: set[count];
global s2: set[string];
event zeek_init()
	{
	local n: count = 1;
	print 5sec / "a";            # error: division of interval requires arithmetic operand
	print 5sec * 5sec;           # error
	print /a/ + /b/;             # error: requires arithmetic operands
	print /a/ | "b";             # error: cannot mix pattern and non-pattern operands
	print /a/ ^ /b/;             # error: does not apply to patterns
	print s1 == s2;              # error: incompatible sets
	print s1 < s2;               # error: incompatible sets
	print s1 | s2;               # error
	print s1 + s1;               # error: requires arithmetic operands
	print T + T;                 # error: requires arithmetic operands
	print 1.2.3.4 + 1;           # error
	print "a" * 3;               # error: requires arithmetic operands
	print 1.5 % 2;               # error: integral only
	print 1.5 & 2;               # error: count only
	print -1 | 2;                # error: count only
	print ~-1;                   # error: count only
	print -"a";                  # error
	print !"a";                  # error
	print !1.5;                  # error
	print 1 << -1;               # error: requires "count" right operand
	print "a" << 1;              # error
	print T && 1;                # error: requires boolean operands
	print 1 ? 2 : 3;             # error: conditional must be boolean
	print T ? 2 : "x";           # error: operands must be of the same type
	print |v()|;                 # error: cannot take size of void
	n = v();                     # error: can't assign void value
	print "a" in 5;              # error: not an index type
	print /a/ in 5;              # error: pattern requires string or set/table index
	print 1.2.3.4 in 5;          # error
	++"a";                       # error
	++5;                         # error
	5 = 6;                       # error
	n + 1 = 2;                   # error
	print double_to_time(1.0) + double_to_time(1.0);  # error: requires arithmetic operands
	print double_to_time(1.0) * 2;                    # error
	}
