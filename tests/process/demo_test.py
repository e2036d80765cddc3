"""tools/demo.py keeps its promises, says so when something is not as claimed, and leaves nothing running."""

import os
import re
import signal
import subprocess
import sys
import unittest

from nodes import SOURCE, TIMEOUT, ProcessTest


class DemoTest(ProcessTest):
    def start(self, *arguments, **environment):
        demo = subprocess.Popen([sys.executable, SOURCE / "tools/demo.py", *arguments], stdout=subprocess.PIPE, text=True,
                                env={**os.environ, **environment})

        def end():
            demo.terminate()  # it ends what it has started
            demo.wait(TIMEOUT)
            demo.stdout.close()

        self.addCleanup(end)
        return demo

    def check_that_nothing_runs(self, text):
        """No process of the demo is left; all of them name the port of the hub or the folder, or were started by those."""
        port = re.search(r"It listens on (127\.0\.0\.1:\d+)", text).group(1).encode()
        folder = re.search(r"/\S+/whimbrel-demo-\w+", text).group(0)
        self.assertFalse(os.path.exists(folder))
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    command = file.read()
                self.assertNotIn(port, command)
                self.assertNotIn(folder.encode(), command)
            except OSError:
                pass  # it has just ended

    def test_it_shows_what_it_claims_and_ends_by_itself(self):
        demo = self.start()
        text, _ = demo.communicate(timeout=60)
        self.assertEqual(demo.returncode, 0, text)
        self.assertIn("All was as claimed", text)
        self.assertGreaterEqual(text.count("✓"), 10)
        self.assertIn("both have all", text)
        self.check_that_nothing_runs(text)

    def test_it_can_be_told_to_stay_and_ends_at_an_interrupt(self):
        demo = self.start("--stay")
        text = ""
        for line in demo.stdout:
            text += line
            if "until Ctrl-C" in line:
                break
        demo.send_signal(signal.SIGINT)
        self.assertEqual(demo.wait(TIMEOUT), 0)
        self.check_that_nothing_runs(text)

    def test_it_says_so_when_something_is_not_as_claimed(self):
        folder = self.folder()
        (folder / "whimbrel").write_text("#!/bin/sh\necho node=1 listen=127.0.0.1:1\n")
        (folder / "whimbrel").chmod(0o755)
        text, _ = (demo := self.start(WHIMBREL_BINARY_DIR=str(folder))).communicate(timeout=60)
        self.assertEqual(demo.returncode, 1)
        self.assertIn("NOT as claimed", text)


if __name__ == "__main__":
    unittest.main()
