#!/usr/bin/env python3
"""Every built-in function is called by a script with recorded output, here or in tests/conformance/scripts."""

import re
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
# Called by functions of the base scripts with other names, which the scripts call.
WRAPPERS = {
    "Files::__set_reassembly_buffer": "Files::set_reassembly_buffer_size",
    "Input::__create_analysis_stream": "Input::add_analysis",
    "Input::__create_event_stream": "Input::add_event",
    "Input::__create_table_stream": "Input::add_table",
    "Input::__remove_stream": "Input::remove",
    "Log::__default_path": "Log::create_stream",
    "Log::__rotate_leftover_logs": "Log::create_stream",
    "Option::__names": "Config::log_config",
}
SOURCE = TESTS.parent / "src/script"
NAME = re.compile(r'\badd\(\s*"((?:\w+::)*\w+)\(')


def built_ins():
    for file in SOURCE.rglob("*.cc"):
        if not file.name.endswith("_test.cc"):
            yield from NAME.findall(file.read_text())


def called_names():
    names = set()
    for folder in ("scripts", "conformance/scripts"):
        for file in (TESTS / folder).rglob("*.zeek"):
            text = re.sub(r"(?m)^\s*#.*$", "", file.read_text(errors="replace"))
            names.update(re.findall(r"[\w:]*\w", text))
    return names


def is_called(name, called):
    """Users call M::x, a function of the base scripts, which calls the built-in M::__x."""
    return name in called or WRAPPERS.get(name, name.replace("::__", "::")) in called


def main():
    names, called = set(built_ins()), called_names()
    if len(names) < 300:
        sys.exit(f"only {len(names)} built-in functions found: is {SOURCE} the right place?")
    missing = sorted(name for name in names if not is_called(name, called))
    for name in missing:
        print(f"{name} is called by no script with recorded output")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
