"""whimbrel run --profile: the table of calls, and the stacks for flame graphs."""

import re
import signal
import unittest

from program import ProgramTest

SCRIPT = """
global more: event(n: count);
global h: hook(n: count);
function leaf(n: count): string { return fmt("%d", n); }
function deep(n: count): count { if ( n == 0 ) return 0; return 1 + deep(n - 1); }
hook h(n: count) { leaf(n); }
hook h(n: count) { }
event more(n: count) { hook h(n); if ( n > 0 ) event more(n - 1); }
event zeek_init() { deep(10); event more(4); }
event zeek_done() { leaf(0); }
"""


class ProfileTest(ProgramTest):
    def rows(self, text):
        """The lines of the table about a.zeek by kind, name and line, each with its numbers."""
        lines = text.splitlines()
        start = next(i for i, line in enumerate(lines) if line.split()[:1] == ["calls"])
        rows = []
        for line in lines[start + 1:]:
            match = re.fullmatch(r" *(\d+) +(\d+\.\d{3}) +(\d+\.\d{3}) +(\d+\.\d)  (\S+) +(\S+)(?:  (\S+:\d+))?", line)
            if not match:
                break
            self.assertLessEqual(len(line), 100)
            rows.append((f"{match[5]} {match[6]} {match[7]}", int(match[1]), float(match[2]), float(match[3])))
        own = [row[3] for row in rows]
        self.assertEqual(own, sorted(own, reverse=True))
        return {name.replace(" ./a.zeek", ""): numbers for name, *numbers in rows if "./a.zeek:" in name}

    def folded(self):
        lines = [line.rsplit(" ", 1) for line in (self.folder / "profile.folded").read_text().splitlines()]
        self.assertTrue(all(time.isdigit() for _, time in lines))
        stacks = [stack for stack, _ in lines]
        self.assertEqual(len(stacks), len(set(stacks)))
        return stacks

    def test_calls_are_counted_by_body_and_by_way(self):
        self.write("a.zeek", SCRIPT)
        run = self.run_program("run", "-b", "--profile", "a.zeek")
        rows = self.rows(run.err)
        self.assertEqual({name: row[0] for name, row in rows.items()},
                         {"function leaf:4": 6, "function deep:5": 11, "hook h:6": 5, "hook h:7": 5, "event more:8": 5,
                          "event zeek_init:9": 1, "event zeek_done:10": 1})
        self.assertRegex(run.err, r"(?m)^ +\d+ .* built-in  fmt$")
        for name, (_, total, alone) in rows.items():
            self.assertGreaterEqual(total, alone, name)
        stacks = self.folded()
        for stack in ("zeek_init;deep", "zeek_init" + ";deep" * 11, "more;h;leaf;fmt", "zeek_done;leaf;fmt"):
            self.assertIn(stack, stacks)
        self.assertNotIn("zeek_init;more", stacks)

    def test_it_is_shown_however_the_script_ends(self):
        for end in ("exit(3);", 'Reporter::fatal("no");', "local v = vector(1); print v[7];"):
            self.write("a.zeek", "function f() { %s }\nevent zeek_init() { f(); }" % end)
            self.assertEqual(self.rows(self.run_program("run", "--profile", "a.zeek").err)["function f:1"][0], 1)
        self.write("a.zeek", "redef exit_only_after_terminate = T;\nevent zeek_init() { print 1; flush_all(); }")
        for number in (signal.SIGINT, signal.SIGTERM):
            (self.folder / "profile.folded").unlink()
            running = self.start("run", "--profile", "a.zeek")
            running.out.wait_for("1")
            running.signal(number)
            running.wait()
            self.assertEqual(self.rows("\n".join(running.err.rest()))["event zeek_init:2"][0], 1)
            self.assertIn("zeek_init", self.folded())

    def test_another_file_can_be_named(self):
        self.write("a.zeek", SCRIPT)
        self.assertIn("stacks for flame graphs: other\n", self.run_program("run", "-b", "--profile=other", "a.zeek").err)
        self.assertIn("zeek_init;deep ", (self.folder / "other").read_text())
        run = self.run_program("run", "-b", "--profile=/nowhere/stacks", "a.zeek")
        self.assertIn("cannot write the stacks to '/nowhere/stacks': No such file or directory", run.err)

    def test_nothing_is_shown_without_it(self):
        self.write("a.zeek", SCRIPT)
        self.assertEqual(self.run_program("run", "-b", "a.zeek").err, "")


if __name__ == "__main__":
    unittest.main()
