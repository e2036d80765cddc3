"""Man pages and completions are those that the program writes, and shells can use the completions."""

import shutil
import subprocess
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
autoload -Uz compinit && compinit -u -d "$PWD/dump"
fpath=("$COMPLETIONS" $fpath)
autoload -Uz _whimbrel
whence -v _whimbrel && functions -x2 _whimbrel >/dev/null && autoload +X _whimbrel
"""


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

    def test_zsh_reads_its_completions(self):
        if not shutil.which("zsh"):
            self.skipTest("zsh is not installed")
        run = subprocess.run(["zsh", "-f", "-c", ZSH], cwd=self.folder, env=environment(COMPLETIONS=str(SOURCE / "completions")),
                             capture_output=True, text=True, timeout=SECONDS, check=False)
        self.assertEqual((run.returncode, run.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
