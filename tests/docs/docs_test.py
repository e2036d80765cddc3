"""The examples of the documentation do what they say.

In every page below docs/, and in the top folder:

  - a ```sh block whose first line is "# tested" is run by bash, which stops at the first command that fails;
  - of a ```console block of that kind the lines that begin with "$ " are run, and the other lines are what they print on standard
    output, where "..." stands for anything within a line;
  - a ```cpp block whose first line is "// tested" must compile; without an #include it is the body of a function;
  - a whole program whose first line is "// tested and run" must also end with exit status 0.

A shell example starts in an empty folder, with the programs of the build in the path. It has 30 seconds, must exit with 0, and must
leave no process behind. Ports 9990 to 9999 of 127.0.0.1, and 9990/tcp to 9999/tcp in scripts, stand for ports that are free while
it runs.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("WHIMBREL_SOURCE_DIR", Path(__file__).parents[2]))
BINARY = Path(os.environ["WHIMBREL_BINARY_DIR"]).resolve()
SECONDS = 60 * float(os.environ.get("WHIMBREL_PATIENCE", "1"))  # then it hangs
BLOCK = re.compile(r"^```(sh|console|cpp)\n(?:#|//) tested( and run)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"\b127\.0\.0\.1:999\d\b")
SCRIPT_PORT = re.compile(r"(?<![\w:])(999\d)/tcp\b")

CPP_START = """\
#include <whimbrel/whimbrel.h>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
using namespace whimbrel;
using namespace std::chrono_literals;
"""
CPP_FUNCTION = """\
[[maybe_unused]] static Result<void> example%d([[maybe_unused]] Endpoint& endpoint, [[maybe_unused]] Subscriber& subscriber) {
#line %d "%s"
%s
  return {};
}
"""


class Example:
    def __init__(self, page, text, match):
        self.page = page.relative_to(SOURCE)
        self.line = text.count("\n", 0, match.start()) + 3  # behind the fence and the mark
        self.place = f"{self.page}:{self.line}"
        self.language, runs, self.text = match.groups()
        self.runs = runs is not None


def examples(*languages):
    pages = [*sorted(SOURCE.glob("*.md")), *sorted((SOURCE / "docs").rglob("*.md"))]
    for page in pages:
        text = page.read_text()
        found = (Example(page, text, match) for match in BLOCK.finditer(text))
        yield from (example for example in found if example.language in languages)


class FreePorts:
    """Puts free ports in place of the addresses of an example. They are held without listening, so that nobody else is given them."""

    def __init__(self):
        self.sockets = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for holder in self.sockets.values():
            holder.close()

    def put_into(self, text):
        text = SCRIPT_PORT.sub(lambda match: self.address_for("127.0.0.1:" + match[1]).split(":")[1] + "/tcp", text)
        return ADDRESS.sub(lambda match: self.address_for(match.group()), text)

    def address_for(self, shown):
        if shown not in self.sockets:
            holder = self.sockets[shown] = socket.socket()
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            holder.bind(("127.0.0.1", 0))
        return "127.0.0.1:%d" % self.sockets[shown].getsockname()[1]


class Shell:
    """Runs a script in an empty folder and a process group of its own."""

    def __init__(self, script):
        environment = {**os.environ, "PATH": f"{BINARY}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        with tempfile.TemporaryDirectory(prefix="docs-", dir=BINARY) as folder, tempfile.TemporaryFile("w+") as log:
            process = subprocess.Popen(["bash", "-eu", "-o", "pipefail", "-c", script], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True)
            try:
                self.output, _ = process.communicate(timeout=SECONDS)
                self.status = process.returncode
            except subprocess.TimeoutExpired:
                self.output, self.status = "", f"none after {SECONDS} s"
            self.left_processes = self.end(process)
            log.seek(0)
            self.log = log.read()

    @staticmethod
    def end(process):
        """Ends what is left of the script's process group; whether there was anything."""
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        process.communicate()
        return True


def commands_and_output(console):
    lines = console.splitlines()
    commands = [line[2:] for line in lines if line.startswith("$ ")]
    return "\n".join(commands), "".join(line + "\n" for line in lines if not line.startswith("$ "))


def pattern(shown):
    return re.compile(r"[^\n]*".join(re.escape(part) for part in shown.split("...")))


class DocsTest(unittest.TestCase):
    maxDiff = None

    def run_shell(self, script):
        with FreePorts() as ports:
            shell = Shell(ports.put_into(script))
        self.assertEqual(shell.status, 0, f"\n{shell.output}{shell.log}")
        self.assertFalse(shell.left_processes, "it leaves processes behind")
        return shell.output

    def test_what_pages_speak_of_is_there(self):
        run = subprocess.run([sys.executable, SOURCE / "tools/check-docs"], capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_shell_examples_succeed(self):
        self.assertTrue((BINARY / "whimbrel").exists(), "build the program first")
        for example in examples("sh"):
            with self.subTest(example.place):
                self.run_shell(example.text)

    def test_console_examples_print_what_is_shown(self):
        self.assertTrue((BINARY / "whimbrel").exists(), "build the program first")
        for example in examples("console"):
            with self.subTest(example.place):
                commands, shown = commands_and_output(example.text)
                output = self.run_shell(commands)
                self.assertTrue(pattern(shown).fullmatch(output), f"\nit prints\n{output}and not\n{shown}")

    def test_cpp_examples_compile(self):
        programs, functions = [], CPP_START
        for number, example in enumerate(examples("cpp")):
            if "#include" in example.text:
                programs.append(f'#line {example.line} "{example.page}"\n{example.text}')
            else:
                functions += CPP_FUNCTION % (number, example.line, example.page, example.text)
        for program in [functions, *programs]:
            with self.subTest():
                run = subprocess.run(self.compiler(), input=program, capture_output=True, text=True, check=False)
                self.assertEqual(run.returncode, 0, run.stderr)

    def test_cpp_programs_run(self):
        # Linked as a test of this build is: the same libraries, the same sanitizers.
        ninja = (BINARY / "build.ninja").read_text()
        link = re.search(r"^build tests/store_test: (?:.*\n)(?:  .*\n)*?  LINK_LIBRARIES = (.*)$", ninja, re.MULTILINE).group(1)
        flags = re.search(r"^build tests/store_test: (?:.*\n)  FLAGS = (.*)$", ninja, re.MULTILINE).group(1)
        of_linker = re.search(r"^build tests/store_test: (?:.*\n)(?:  .*\n)*?  LINK_FLAGS = (.*)$", ninja, re.MULTILINE)
        flags = flags.split() + (of_linker.group(1).split() if of_linker else [])
        for example in examples("cpp"):
            if not example.runs:
                continue
            with self.subTest(example.place), tempfile.TemporaryDirectory(prefix="docs-", dir=BINARY) as folder:
                program = Path(folder, "program")
                command = [word for word in self.compiler() if word != "-fsyntax-only"]
                run = subprocess.run([*command, *flags, "-o", program, "-x", "none", *link.split()], input=example.text,
                                     capture_output=True, text=True, check=False, cwd=BINARY)
                self.assertEqual(run.returncode, 0, run.stderr)
                run = subprocess.run([program], cwd=folder, capture_output=True, text=True, check=False, timeout=SECONDS)
                self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    @staticmethod
    def compiler():
        cache = (BINARY / "CMakeCache.txt").read_text()
        compiler = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", cache, re.MULTILINE).group(1)
        return [compiler, "-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-x", "c++", "-",
                f"-I{SOURCE / 'include'}", f"-I{BINARY / 'include'}"]

    def test_the_page_of_options_has_every_option_with_its_default(self):
        listed = subprocess.run([BINARY / "whimbrel", "options", "--markdown"], capture_output=True, text=True, check=True).stdout
        page = (SOURCE / "docs/formats/options.md").read_text()
        row = re.compile(r"^\| (`\w+`) \| (\w+) \| ([^|]*?) ?\|", re.MULTILINE)
        self.assertGreater(len(row.findall(listed)), 30)
        self.assertEqual(sorted(row.findall(page)), sorted(row.findall(listed)))

    def test_every_kind_of_example_is_there(self):
        self.assertEqual({example.language for example in examples("sh", "console", "cpp")}, {"sh", "console", "cpp"})


if __name__ == "__main__":
    unittest.main()
