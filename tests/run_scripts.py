#!/usr/bin/env python3
"""Runs a group of the recorded scripts and fails if one differs from its recording, except those named in scripts_not_yet.txt.

    run_scripts.py --program PROGRAM --group GROUP

A script of that list that has come to agree with its recording is a failure too: then its line is to be deleted.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
RUN = HERE / "script_kit.py"


def not_yet(group):
    names = set()
    for line in (HERE / "scripts_not_yet.txt").read_text().splitlines():
        name = line.split("#")[0].strip()
        if name.startswith(group + "/"):
            names.add(name)
    return names


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--group", required=True)
    arguments = parser.parse_args()
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
    run = subprocess.run([sys.executable, RUN, "--zeek", f"{arguments.program} run", "--filter", arguments.group + "/", "--jobs", "2",
                          "--verbose"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    passed, failed = set(), set()
    for line in run.stdout.splitlines():
        match = re.match(rf"(ok|FAIL) +({arguments.group}/[\w-]+)", line)
        if match:
            (passed if match[1] == "ok" else failed).add(match[2])
    expected = not_yet(arguments.group)
    wrong, stale = failed - expected, expected & passed
    if wrong:
        print(run.stdout)
    for name in sorted(wrong):
        print(f"{name} differs from its recording")
    for name in sorted(stale):
        print(f"{name} agrees with its recording by now: delete its line in tests/scripts_not_yet.txt")
    if not passed:
        print(run.stdout[-2000:], "no script has passed", sep="\n")
    print(f"{len(passed)} scripts agree, {len(expected & failed)} do not yet")
    return 1 if wrong or stale or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
