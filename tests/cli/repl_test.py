"""whimbrel run on a terminal, without a script: what people type runs at once."""

import termios
import time
import unittest

from program import PROGRAM, TerminalTest

PROMPT, MORE = "zeek> ", "  ... "
EDITS_LINES = b"whimbrel_history" in PROGRAM.read_bytes()  # built with libedit


class ReplTest(TerminalTest):
    def begin(self):
        self.start_on_terminal("run", "-b")
        self.wait_for_prompt(PROMPT)

    def wait_for_prompt(self, prompt):
        """What was printed before it. Then keys are read one by one, so that only the editor shows them."""
        before = self.wait_for(prompt)
        while EDITS_LINES and termios.tcgetattr(self.end)[3] & termios.ICANON:
            time.sleep(0.001)
        return before

    def enter(self, *lines):
        """What is printed after the last of the lines, each of the others asking for more."""
        for line in lines[:-1]:
            self.type(line + "\n")
            self.wait_for_prompt(MORE)
        self.type(lines[-1] + "\n")
        return self.wait_for_prompt(PROMPT).replace("\r", "").split("\n", 1)[1]

    def leave(self):
        self.type("\x04")
        return self.rest_of_terminal()[0]

    def test_values_are_shown_and_declarations_of_several_lines_stay(self):
        self.begin()
        self.assertEqual(self.enter("1 + 2"), "3\n")
        self.assertEqual(self.enter("function twice(n: count): count", "\t{", "\treturn 2 * n;", "\t}"), "")
        self.assertEqual(self.enter("twice(21)"), "42\n")
        self.assertEqual(self.enter('vector("a",', '"b")'), "[a, b]\n")
        self.assertEqual(self.leave(), 0)

    def test_errors_and_interrupts_end_what_was_entered_only(self):
        self.begin()
        self.assertIn("unknown identifier nosuch", self.enter("print nosuch;"))
        self.assertEqual(self.enter("function loop() { print \"loo\" + \"ping\"; flush_all(); while ( T ) { } }"), "")
        self.type("loop()\n")
        self.wait_for("looping")
        self.type("\x03")
        self.assertRegex(self.wait_for_prompt(PROMPT), r"fatal error in <input \d+>, line 1: interrupted")
        self.type("function unfinished(\n")
        self.wait_for_prompt(MORE)
        self.type("\x03")
        self.wait_for_prompt(PROMPT)
        self.assertEqual(self.enter("6 * 7"), "42\n")
        self.assertEqual(self.leave(), 0)

    def test_lines_come_back_from_the_history_in_a_later_session_too(self):
        if not EDITS_LINES:
            self.skipTest("built without libedit")
        self.begin()
        self.assertEqual(self.enter("100 + 11"), "111\n")
        self.assertEqual(self.enter("\x1b[A"), "111\n")
        self.assertEqual(self.leave(), 0)
        self.begin()
        self.assertEqual(self.enter("\x1b[A"), "111\n")
        self.assertEqual(self.leave(), 0)
        self.assertEqual((self.folder / ".whimbrel_history").stat().st_mode & 0o077, 0)


if __name__ == "__main__":
    unittest.main()
