#!/usr/bin/env python3
"""Runs a group of conformance cases and fails if one fails, if one is skipped, or if none runs.

    run_conformance.py --driver PROGRAM --filter GROUP/ [more arguments of conformance/run.py]
"""

import os
import subprocess
import sys
from pathlib import Path

RUN = Path(__file__).parent / "conformance/run.py"


def main():
    # The cases' own modules are imported from the source tree: leave no compiled files there.
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
    process = subprocess.Popen([sys.executable, RUN, *sys.argv[1:]], stdout=subprocess.PIPE, text=True, env=environment)
    passed = skipped = 0
    for line in process.stdout:
        print(line, end="", flush=True)
        passed += line.startswith("ok ")
        skipped += line.startswith("skip ")
    if skipped:
        print(f"{skipped} cases were skipped; a case that does not run shows nothing")
    if not passed:
        print("no case ran")
    return process.wait() or (1 if skipped or not passed else 0)


if __name__ == "__main__":
    sys.exit(main())
