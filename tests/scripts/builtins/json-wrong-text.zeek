# What is not JSON, or not of the type that is asked for.
type C: count;
type V: vector of count;
type E: enum { A, B };
type R: record {
	c: count &optional; i: int &optional; d: double &optional; b: bool &optional; s: string &optional;
	a: addr &optional; n: subnet &optional; p: port &optional; t: time &optional; iv: interval &optional;
	e: E &optional; v: vector of count &optional; st: set[count] &optional; pt: pattern &optional;
	tb: table[string] of count &optional; f: function() &optional; x: any &optional; nested: vector of vector of count &optional;
};
global broken = vector(
	"", " ", "{", "}", "[", "{\"c\"", "{\"c\":", "{\"c\" 1}", "{\"c\":1,}", "{\"c\":1", "{c:1}", "{\"c\":1}}", "{\"c\":1} x",
	"{\"s\":\"a}", "{\"s\":\"\\x\"}", "{\"s\":\"\\u12\"}", "{\"s\":\"\\ud800\"}", "{\"s\":\"\xff\"}", "{\"s\":\"a\nb\"}",
	"{\"c\":01}", "{\"c\":1.}", "{\"c\":.5}", "{\"c\":1e}", "{\"d\":1e999}", "{\"c\":+1}", "{\"c\":-}", "{\"c\":tru}", "nul",
	"{\"v\":[1,]}", "{\"v\":[1 2]}", "{\"v\":[}", "\"\x00\"");
global misfits = vector(
	"1", "[]", "\"x\"", "null", "{\"unknown\":1}", "{\"c\":\"1\"}", "{\"c\":-1}", "{\"c\":1.5}", "{\"c\":18446744073709551616}", "{\"i\":9223372036854775808}",
	"{\"i\":1.5}", "{\"d\":\"x\"}", "{\"b\":1}", "{\"b\":\"T\"}", "{\"s\":1}", "{\"s\":[]}", "{\"a\":\"1.2.3\"}",
	"{\"a\":\"\"}", "{\"a\":5}", "{\"n\":\"1.2.3.4\"}", "{\"n\":\"1.2.3.4/33\"}", "{\"n\":5}", "{\"p\":80}",
	"{\"p\":\"80\"}", "{\"p\":\"80/xyz\"}", "{\"p\":\"70000/tcp\"}", "{\"p\":{\"port\":80}}",
	"{\"p\":{\"port\":\"x\",\"proto\":\"tcp\"}}", "{\"p\":{\"port\":1,\"proto\":5}}", "{\"p\":{\"port\":1,\"proto\":\"x\"}}",
	"{\"p\":[]}", "{\"t\":\"x\"}", "{\"iv\":\"x\"}", "{\"iv\":true}", "{\"e\":\"C\"}", "{\"e\":5}", "{\"v\":5}",
	"{\"v\":[\"x\"]}", "{\"v\":[null]}", "{\"v\":{}}", "{\"st\":[1,1,2]}", "{\"st\":{}}", "{\"pt\":\"(\"}", "{\"pt\":5}",
	"{\"tb\":{\"a\":1}}", "{\"tb\":[]}", "{\"f\":\"x\"}", "{\"x\":5}", "{\"nested\":[[1],[2,\"x\"]]}", "{\"c\":1,\"c\":2}");
event zeek_init()
	{
	for ( _, b in broken ) { local r1 = from_json(b, R); print escape_string(b), r1$valid, r1?$v; }
	}
event zeek_init() &priority=-1
	{
	for ( _, m in misfits ) { local r2 = from_json(m, R); print m, r2$valid, r2?$v; }
	}
event zeek_init() &priority=-2
	{
	print from_json("[1, 2, 3]", "vector of count");   # error: not a type
	}
event zeek_init() &priority=-3
	{
	print from_json("5", C), from_json("[1, 2]", V), from_json(string_fill(3000, "["), R);
	}
