"""docs/reference.md tells of everything in the module Broker, and what it tells is so.

Its tables have a row for each entry: a name, the default of an option, what it does, an example, and tests.
"""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("WHIMBREL_SOURCE_DIR", Path(__file__).parents[2]))
PROGRAM = Path(os.environ["WHIMBREL_BINARY_DIR"]).resolve() / "whimbrel"
SCENARIOS = SOURCE / "tests/conformance/scripts/processes"
DECLARATION = re.compile(r"^\t(?:const|option|type|global) (\w+)\b", re.MULTILINE)
ROW = re.compile(r"^\| `Broker::(\w+)` \| (.+) \|$", re.MULTILINE)


class Entry:
    def __init__(self, name, cells):
        self.name = name
        self.default = cells[0].strip("` ") if len(cells) == 4 else None
        self.example = cells[-2].strip(" ").strip("`").replace("\\|", "|")
        self.tests = re.findall(r"`([^`]+)`", cells[-1])


def entries():
    text = (SOURCE / "docs/reference.md").read_text()
    for name, rest in ROW.findall(text):
        yield Entry(name, re.split(r"(?<!\\)\|", rest))


def run(*arguments):
    environment = {"PATH": os.environ["PATH"]}
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=30, env=environment, check=False)


def as_script(examples):
    """Declarations at the top level, statements in a function of their own."""
    lines = [f"{example};" for example in examples if example.startswith("redef ")]
    for number, example in enumerate(e for e in examples if not e.startswith("redef ")):
        statement = example if re.match(r"(local|print) ", example) else f"print {example}"
        lines.append(f"function example{number}() {{ {statement}; }}")
    return "\n".join(lines) + "\n"


class ReferenceTest(unittest.TestCase):
    def setUp(self):
        self.entries = list(entries())

    def test_has_all_entries_of_the_module_and_no_others(self):
        script = (SOURCE / "scripts/base/frameworks/broker/main.zeek").read_text()
        declared = [name for block in re.findall(r"^export \{\n(.*?)^\}", script, re.MULTILINE | re.DOTALL)
                    for name in DECLARATION.findall(block)]
        self.assertEqual(sorted(entry.name for entry in self.entries), sorted(declared))

    def test_defaults_are_those_of_the_program(self):
        options = [entry for entry in self.entries if entry.default is not None]
        self.assertGreater(len(options), 25)
        shown = run("run", "-b", "-e", "".join(f"print Broker::{option.name};" for option in options))
        self.assertEqual(shown.stderr, "")
        self.assertEqual([f"{option.name} {option.default}" for option in options],
                         [f"{option.name} {line}" for option, line in zip(options, shown.stdout.split("\n"))])

    def test_examples_are_right(self):
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder, "examples.zeek")
            script.write_text(as_script([entry.example for entry in self.entries]))
            checked = run("check", script)
            self.assertEqual((checked.returncode, checked.stderr), (0, ""), script.read_text())

    def test_tests_exist(self):
        for entry in self.entries:
            self.assertTrue(entry.tests, entry.name)
            for test in entry.tests:
                place = SOURCE / test if "/" in test else SCENARIOS / test / "scenario.json"
                self.assertTrue(place.is_file(), f"{entry.name}: {test}")


if __name__ == "__main__":
    unittest.main()
