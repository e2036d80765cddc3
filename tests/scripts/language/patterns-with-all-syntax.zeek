# Each piece of syntax that patterns have.
event zeek_init()
	{
	print /a{2}/ == "aa", /(ab){1,2}/ == "abab", /a{2,}/ == "aaaa", /a{0}/ == "", /a{0,0}b/ == "b";     # T
	print /[^a]/ == "b", /[a-]/ in "-", /[a-c]+/ == "abc", /[^\n]/ == "\n", /[\]]/ == "]", /[\x61-\x63]/ == "b";  # T T T F T T
	print /\x41/ == "A", /\101/ == "A", /\// == "/", /\n/ == "\n", /\./ == "x";                          # T T T T F
	print /"a.b"/ == "a.b", /"a.b"/ == "axb", /a"."b/i == "A.B", /"a"b/i == "AB";                         # T F ...
	print /^a/ in "ba", /^a/ in "ab", /a$/ in "ab", /a$/ in "ba", /^a$/ == "a";                           # F T F T T
	print /(?i:a)b/ == "Ab", /(?i:a)b/ == "AB", /(?s:.)/ == "\n", /./ == "\n", /./s == "\n", /./ == "\xff"; # T F T F T T
	print /[[:digit:]]+/ == "123", /[[:alpha:][:digit:]]+/ == "a1", /[[:space:]]/ == "\t", /[[:upper:]]/i == "a";
	print /|a/ == "", /|a/ == "a", /()/ == "", /(|b)a/ == "a", /a|b|c/ == "b", /ab|cd/ == "abd";
	print /a*/ == "", /a+/ == "", /a?b/ == "b", /(a*)*/ == "aaa", /a**/ == "aa";
	print /foo/ & /bar/, (/foo/ & /bar/) == "foobar", (/foo/ | /bar/) == "bar", /foo/ in "xfooy", /foo/ == "xfoo";
	}
