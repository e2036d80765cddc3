#!/usr/bin/env python3
"""Scripts that no one in his right mind would write, and files that are none: whimbrel run says what is wrong and ends.

It never ends by a signal, hangs, or keeps what it has to say to itself.
"""

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = Path(os.environ["WHIMBREL_BINARY_DIR"]) / "whimbrel"
SANITIZED = bool(os.environ.get("ASAN_OPTIONS") or os.environ.get("TSAN_OPTIONS"))
TIMEOUT_S = 120
MANY = 100_000


class Ran:
    def __init__(self, process):
        self.out, self.err, self.status = process.stdout.decode("latin-1"), process.stderr.decode("latin-1"), process.returncode


def environment(directory):
    return {**os.environ, "HOME": directory, "ZEEK_DNS_FAKE": "1", "TZ": "UTC"}


def run(script, *arguments, files=None, fakes_names=True, **options):
    """Runs a script, given as text or bytes, in a directory of its own with `files` beside it."""
    with tempfile.TemporaryDirectory(prefix="bad-input-") as directory:
        for name, content in {"x.zeek": script, **(files or {})}.items():
            Path(directory, name).write_bytes(content if isinstance(content, bytes) else content.encode("latin-1"))
        command = [PROGRAM, "run", "-b", *(arguments or ["x.zeek"])]
        variables = environment(directory)
        if not fakes_names:
            del variables["ZEEK_DNS_FAKE"]
        return Ran(subprocess.run(command, cwd=directory, env=variables, stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=TIMEOUT_S, **options))


def in_event(code):
    return "event zeek_init() { " + code + " }\n"


class BadInput(unittest.TestCase):
    def assert_refused(self, script, text):
        ran = run(script)
        self.assertEqual(ran.status, 1, ran.err[:500])
        self.assertIn(text, ran.err)

    def test_whatever_nests_too_deep_is_a_syntax_error(self):
        scripts = {
            "parentheses": "print " + "(" * MANY + "1" + ")" * MANY + ";",
            "lists": "print " + "[" * MANY + "1" + "]" * MANY + ";",
            "vectors": "print " + "vector(" * MANY + "1" + ")" * MANY + ";",
            "unary operators": "print " + "!" * MANY + "T;",
            "sums": "print " + "1+" * MANY + "1;",
            "conditions": "print " + "T?1:" * MANY + "1;",
            "assignments": in_event("local a: count; " + "a=" * MANY + "1;"),
            "calls": "function f(x: count): count { return x; } print " + "f(" * MANY + "1" + ")" * MANY + ";",
            "fields": "type R: record { r: any; }; global v: R; print v" + "$r" * MANY + ";",
            "indices": "global v: vector of any; print v" + "[0]" * MANY + ";",
            "blocks": in_event("{" * MANY + "}" * MANY),
            "branches": in_event("if ( F ) ; else " * MANY + ";"),
            "functions": "global f = " + "function() { local x = " * MANY + "1;" + "};" * MANY,
            "whens": in_event("when ( T ) {" * MANY + "}" * MANY),
            "types": "global x: " + "vector of " * MANY + "count;",
            "sets": "global x: " + "set[" * MANY + "count" + "]" * MANY + ";",
            "records": "global x: " + "record { a: " * MANY + "count;" + "};" * MANY,
        }
        for name, script in scripts.items():
            with self.subTest(name):
                self.assert_refused(script, "line 1: syntax error, nested too deeply, at or near")

    def test_patterns_that_are_too_large_do_not_compile(self):
        for pattern in ("(" * MANY + "a" + ")" * MANY, "(a|" * MANY + "a" + ")" * MANY, "((((a{100}){100}){100}){100})"):
            with self.subTest(pattern[:20]):
                self.assert_refused(f"print /{pattern}/ in \"x\";", "error compiling pattern")

    def test_patterns_cannot_be_made_slow(self):
        ran = run('print /(a|b)*a(a|b){18}c/ in "' + "ab" * 50_000 + '"; print /(a*)*b/ in "' + "a" * 100_000 + '";')
        self.assertEqual((ran.status, ran.out), (0, "F\nF\n"), ran.err[:500])

    def test_a_long_line_is_read_as_any_other(self):
        ran = run('print |"' + "x" * 10_000_000 + '"|; # ' + "y" * 1_000_000)
        self.assertEqual((ran.status, ran.out, ran.err), (0, "10000000\n", ""))
        ran = run("print " + " " * 10_000_000 + "1" * 1_000_000 + ";")
        self.assertEqual((ran.status, ran.out, ran.err), (0, "18446744073709551615\n", ""))

    def test_a_long_wrong_name_is_named(self):
        ran = run("print " + "x" * 1_000_000 + ";")
        self.assertEqual(ran.status, 1)
        self.assertIn("line 1: unknown identifier xxx", ran.err)

    def test_random_bytes_are_no_script(self):
        source = random.Random(7)
        for i in range(15):
            content = bytes(source.randrange(256) for _ in range(source.randrange(1, 2000)))
            with self.subTest(i):
                ran = run(content)
                self.assertEqual(ran.status, 1, content)
                self.assertIn("error", ran.err)

    def test_tokens_in_random_order_are_no_script_or_run(self):
        words = """event function global local const type record set table vector of count string any print if else for in while
            switch case default break return when timeout schedule add delete copy redef enum export module hook T F 1 2.5 "s"
            x y zeek_init ( ) { } [ ] ; : , $ = += -= == != < <= && || ! + - * / % & | ^ ?$ ?""".split()
        source = random.Random(8)
        for i in range(20):
            script = " ".join(source.choice(words) for _ in range(source.randrange(3, 60)))
            with self.subTest(script):
                ran = run(script)
                self.assertIn(ran.status, (0, 1))
                self.assertTrue(ran.status == 0 or "error" in ran.err)

    def test_a_script_cut_off_anywhere_is_refused_or_runs(self):
        script = """module M; export { type R: record { a: count &default=1; b: set[string] &optional; }; option o = 5; }
            function f(r: R, n: count): string { if ( n in vector(1, 2) ) return cat(r$a); else return "x"; }
            event zeek_init() { for ( i, x in table([1] = "a") ) print fmt("%s", f(R($a=i), 2)), /a|b/ in x; }"""
        for end in range(0, len(script), 19):
            with self.subTest(script[max(0, end - 20):end]):
                ran = run(script[:end])
                self.assertIn(ran.status, (0, 1))
                self.assertTrue(ran.status == 0 or "error" in ran.err)

    def test_what_cannot_be_read_is_named(self):
        self.assertIn("can't find nowhere.zeek", run("", "nowhere.zeek").err)
        self.assertIn("can't find nowhere", run("@load nowhere").err)
        for name in (".", "/dev", "/proc/self/mem"):
            with self.subTest(name):
                ran = run("", name)
                self.assertEqual(ran.status, 1)
                self.assertIn("can't", ran.err)

    def test_a_script_that_loads_itself_is_read_once(self):
        ran = run("@load ./x\n@load ./y\nprint 1;", files={"y.zeek": "@load ./x\n@load ./y\n"})
        self.assertEqual((ran.status, ran.out), (0, "1\n"), ran.err)

    def test_types_that_use_others_twice_are_compared_once(self):
        types = "".join(f"type {name}0: record {{ a: count; }};\n" +
                        "".join(f"type {name}{i}: record {{ a: {name}{i - 1} &optional; b: {name}{i - 1} &optional; }};\n"
                                for i in range(1, 50)) for name in "XY")
        ran = run(types + "global x: X49; global y: Y49; global s: set[X49]; x = y; print \"same\";")
        self.assertEqual((ran.status, ran.out, ran.err), (0, "same\n", ""))

    def test_conditions_without_end_are_refused(self):
        self.assert_refused("@if ( T )\n" * 1000, "unbalanced @if... @endif")


class RunningAway(unittest.TestCase):
    def test_recursion_without_end_ends_the_handler_only(self):
        for body in ("return f(x + 1);", "return |cat(f(x + 1))|;", "hook h(x); return 1;", "return t[x];"):
            script = ("global f: function(x: count): count; global t: table[count] of count &default=f;\n"
                      "hook h(x: count) { f(x); }\n"
                      "function f(x: count): count\n\t{ " + body + " }\n" + in_event("print f(1);") +
                      "event zeek_init() &priority=-1 { print 2; }")
            with self.subTest(body):
                ran = run(script)
                self.assertEqual((ran.status, ran.out), (1, "2\n"), ran.err[:500])
                self.assertIn("too many nested calls", ran.err)
                self.assertLess(len(ran.err), 20_000)

    def test_arguments_that_nest_ever_deeper_are_cut_in_the_message(self):
        ran = run("function f(x: any): any\n\t{ return f(vector(x)); }\n" + in_event("f(0);"))
        self.assertEqual(ran.status, 1)
        self.assertIn("line 2: too many nested calls", ran.err)
        self.assertLess(len(ran.err), 20_000)

    def test_a_long_chain_of_records_can_be_built_copied_and_dropped(self):
        length = 8_000 if SANITIZED else 20_000  # where calls take more of the stack
        ran = run("type Node: record { v: count; link: any &optional; };\n" +
                  in_event("local head: any = 0; local i = 0; while ( i < 1000000 ) { ++i; head = Node($v=i, $link=head); }"
                           " print \"built\"; head = 0; print \"dropped\";") +
                  "event zeek_init() &priority=-1 { local head: any = 0; local i = 0;"
                  f" while ( i < {length} ) {{ ++i; head = Node($v=i, $link=head); }}"
                  " local other = copy(head); print |cat(other)| > 100000, to_json(other) == \"\", |md5_hash(other)|; }")
        self.assertEqual(ran.out, "built\ndropped\nT, T, 32\n", ran.err[:500])

    def test_more_memory_than_there_is_ends_the_handler_only(self):
        if SANITIZED:
            self.skipTest("sanitizers need more address space than is given here, and end the process themselves")
        for code in ('print |string_fill(9223372036854775807, "x")|;', 'print |ljust("x", 18446744073709551615)|;',
                     "local v = vector(1); resize(v, 1000000000000);", "local v = vector(1); v[4000000000] = 1;",
                     'local s = "x"; while ( T ) s = s + s;', "local v = vector(1); while ( T ) v += v;"):
            with self.subTest(code):
                ran = run(in_event(code) + "event zeek_init() &priority=-1 { print 2; }",
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20)))
                self.assertEqual((ran.status, ran.out), (1, "2\n"), ran.err[:500])
                self.assertIn("line 1: out of memory", ran.err)

    def test_more_look_ups_than_the_system_has_threads_for_wait_for_their_turn(self):
        if SANITIZED:
            self.skipTest("sanitizers need more address space than is given here")
        ran = run("""redef exit_only_after_terminate = T; global n = 0; event zeek_init() { local i = 0; while ( ++i <= 1000 )
                     when ( local name = lookup_addr(127.0.0.1) ) { if ( ++n == 1000 ) { print n; terminate(); } } }""",
                  fakes_names=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)))
        self.assertEqual((ran.status, ran.out), (0, "1000\n"), ran.err[:500])

    def test_an_endless_loop_can_be_interrupted_and_says_where_it_was(self):
        for loop, number in (("while ( T )\n\t\t;", signal.SIGINT), ("while ( T )\n\t\tf();", signal.SIGTERM),
                             ("for ( i, x in v )\n\t\tv += x;", signal.SIGINT)):
            script = ("function f() { }\nevent zeek_init()\n\t{\n\tlocal v = vector(1);\n\tprint \"ready\";\n\tflush_all();\n\t" +
                      loop + "\n\t}\n")
            with self.subTest(loop), tempfile.TemporaryDirectory(prefix="bad-input-") as directory:
                Path(directory, "x.zeek").write_text(script)
                process = subprocess.Popen([PROGRAM, "run", "-b", "x.zeek"], cwd=directory, env=environment(directory),
                                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                self.assertEqual(process.stdout.readline(), b"ready\n")
                process.send_signal(number)
                _, err = process.communicate(timeout=TIMEOUT_S)
                self.assertEqual(process.returncode, 130, err)
                self.assertRegex(err.decode(), r"^fatal error in \./x\.zeek, lines? (1|7|7-8|8): interrupted\n$")


if __name__ == "__main__":
    sys.argv = sys.argv[:1]
    unittest.main()
