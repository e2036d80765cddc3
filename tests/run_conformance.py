#!/usr/bin/env python3
"""Runs a group of conformance cases and fails if one fails, if one is skipped, or if none runs.

    run_conformance.py --driver PROGRAM --filter GROUP/ [more arguments of conformance/run.py]

Where programs are slow, as under sanitizers, WHIMBREL_PATIENCE says how many times longer the cases wait. The cases themselves
are an unchanged copy; so for that they run from another one, in a temporary folder, with longer times in it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CASES = Path(__file__).parent / "conformance"
PATIENCE = float(os.environ.get("WHIMBREL_PATIENCE", "1"))


def patient_copy(folder):
    """The cases in that folder, with longer times to wait."""
    shutil.copytree(CASES, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("scripts", "__pycache__"))
    for module in ("harness.py", "peer.py"):
        text = (folder / module).read_text()
        text, changes = re.subn(r"^TIMEOUT = ([0-9.]+)$", lambda m: f"TIMEOUT = {float(m[1]) * PATIENCE}", text, flags=re.M)
        assert changes == 1, f"{module} has no TIMEOUT to change"
        (folder / module).write_text(text.replace("proc.wait(5)", f"proc.wait({5 * PATIENCE})"))
    return folder


def main():
    with tempfile.TemporaryDirectory() as folder:
        return run(patient_copy(Path(folder)) if PATIENCE != 1 else CASES)


def run(cases):
    # The cases' own modules are imported from the source tree: leave no compiled files there.
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
    process = subprocess.Popen([sys.executable, cases / "run.py", *sys.argv[1:]], stdout=subprocess.PIPE, text=True, env=environment)
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
