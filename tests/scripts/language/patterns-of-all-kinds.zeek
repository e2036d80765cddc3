# Patterns: what matches, how they are joined, how they are printed.
event zeek_init() {
 print "foobar" == /foo.*/, "foobar" == /foo/, /foo/ in "a foo b", /^foo/ in "a foo", /foo$/ in "a foo", /o+/ in "foo";
 local p = /a/ | /b/; print p, p == "a", "b" == p, "ab" == p; local q = /a/ & /b/; print q, q == "ab"; 
 p = p | /c/i; print p, p == "C"; p += /d/; print p; local e = /x/; e += /y/i; print e; 
 print /a b/ == "a b", /a\.b/ == "a.b", /a.b/ == "a\nb", /[^a]/ == "b", /[a-c]{2}/ == "bc", /(ab)+/ == "abab", /a?/ == "", /\d/ == "d", /\x41/ == "A", /\t/ == "\t", /[[:digit:]]+/ == "123", /[[:space:][:punct:]]/ == "!", /"."/ == ".", /"."/ == "x";
 print /a|bc/ == "bc", /(a|b)c/ == "bc", /(?i:a)b/ == "Ab", /(?i:a)b/ == "AB", /(?s:.)/ == "\n", /.*/s == "a\nb", /[A-Z]/i == "q", /\/x/ == "/x", /\^\$/ == "^$", /[\]]/ == "]", /[a\-z]/ == "-";
 print /a{0,2}/ == "aaa", /a{3}/ == "aaa", /a{2,}/ == "aaaa", /()/ == "", /|a/ == "";
 print same_object(p, p), |/abc/|, cat(/a/), fmt("%s", /b/i), string_to_pattern("a.b", F), string_to_pattern("a.b", T), string_to_pattern("a.b", T) == "axb";
 local s: set[pattern] = { /a/, /b/ }; print "a" in s, /a/ in s, "c" in s, |s|;
 local t: table[pattern] of count = { [/foo.*/] = 1, [/.*bar/] = 2 }; print |t["foobar"]|, |t["xbar"]|, |t["none"]|;
 print /\000/ == "\x00", /a\x00b/ == "a\x00b", /\x00/ in "a\x00b", /é/ == "é", /./ == "é", /../ == "é", /\xc3\xa9/ == "é";
}
