"""Man pages and completions are those that the program writes, and shells can use the completions."""

import os
import pty
import select
import shutil
import signal
import subprocess
import time
import unittest

from program import PROGRAM, SECONDS, SOURCE, ProgramTest, environment

BASH = """
source "$COMPLETIONS/whimbrel.bash"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_whimbrel
printf '%s\\n' "${COMPREPLY[@]}"
"""
ZSH = """
PS1=; unsetopt zle_bracketed_paste; fpath=("$COMPLETIONS" $fpath); autoload -Uz compinit; compinit -u -d "$PWD/dump"; echo rea''dy
"""


class Terminal:
    """A shell that believes it talks to a person."""

    def __init__(self, command, folder, env):
        self.child, self.end = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, {**env, "TERM": "dumb"})
        self.output = ""

    def type(self, text):
        os.write(self.end, text.encode())

    def wait_for(self, text):
        """Waits until that was printed, and forgets what was printed up to there."""
        limit = time.monotonic() + SECONDS
        while text not in self.output:
            if not select.select([self.end], [], [], max(0, limit - time.monotonic()))[0]:
                raise AssertionError(f"no {text!r} in {self.output!r}")
            self.output += os.read(self.end, 4096).decode(errors="replace")
        self.output = self.output[self.output.index(text) + len(text):]

    def close(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.end)


class GeneratedTest(ProgramTest):
    maxDiff = None

    def check_folder(self, verb, committed):
        self.succeed(verb, self.folder)
        written = {path.name: path.read_text() for path in self.folder.iterdir()}
        kept = {path.name: path.read_text() for path in (SOURCE / committed).iterdir()}
        self.assertEqual(sorted(written), sorted(kept), "run tools/make-docs")
        for name, text in written.items():
            self.assertEqual(kept[name], text, f"{committed}/{name} is old: run tools/make-docs")

    def test_man_pages_are_up_to_date(self):
        self.check_folder("man", "docs/man")

    def test_completions_are_up_to_date(self):
        self.check_folder("completions", "completions")

    def test_man_pages_are_in_order(self):
        if not shutil.which("groff"):
            self.skipTest("groff is not installed")
        for page in sorted((SOURCE / "docs/man").iterdir()):
            run = subprocess.run(["groff", "-man", "-Tascii", "-ww", "-z", page], capture_output=True, text=True, check=False)
            self.assertEqual((run.returncode, run.stderr), (0, ""), page.name)


class CompletionTest(ProgramTest):
    def complete(self, *words):
        """What bash proposes for the last of the words."""
        run = subprocess.run(["bash", "-c", BASH, "bash", *words], cwd=self.folder, env=environment(COMPLETIONS=str(SOURCE / "completions")),
                             capture_output=True, text=True, timeout=SECONDS, check=False)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return run.stdout.split("\n")[:-1]

    def test_bash_completes_verbs(self):
        self.assertEqual(self.complete("whimbrel", "p"), ["pub", "ping"])
        self.assertIn("options", self.complete("whimbrel", ""))
        self.assertNotIn("man", self.complete("whimbrel", ""))

    def test_bash_completes_flags(self):
        self.assertEqual(self.complete("whimbrel", "pub", "--wai"), ["--wait"])
        self.assertEqual(self.complete("whimbrel", "node", "--max-thr"), ["--max-threads"])
        self.assertEqual(self.complete("whimbrel", "encode", "--wai"), [""])

    def test_bash_completes_words_that_a_flag_can_be(self):
        self.assertEqual(self.complete("whimbrel", "node", "--scheduler-policy", "st"), ["stealing"])
        self.assertEqual(self.complete("whimbrel", "node", "--publish-queue-overflow", ""), ["block", "drop_newest"])
        self.assertEqual(self.complete("whimbrel", "encode", "--to", "j"), ["json"])

    def test_bash_completes_files(self):
        self.write("node one.conf", "")
        self.assertEqual(self.complete("whimbrel", "node", "--config", "no"), ["node one.conf"])

    def test_zsh_completes_verbs_flags_and_words(self):
        if not shutil.which("zsh"):
            self.skipTest("zsh is not installed")
        zsh = Terminal(["zsh", "-f", "-i"], self.folder, environment(COMPLETIONS=str(SOURCE / "completions")))
        self.addCleanup(zsh.close)
        zsh.type(ZSH.strip() + "\n")
        zsh.wait_for("ready")
        for start, rest in (("whimbrel opt", "ions"), ("whimbrel pub --wa", "it"), ("whimbrel node --listen 1 --listen 2 --lis", "ten"),
                            ("whimbrel encode --to j", "son"), ("whimbrel node --scheduler-policy st", "ealing")):
            zsh.type(start + "\t")
            zsh.wait_for(start + rest)
            zsh.type("\x15")  # and the line is empty again


if __name__ == "__main__":
    unittest.main()
