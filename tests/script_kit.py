"""The runner of recorded scripts for this project's tests.

conformance/run_scripts.py is an unchanged copy, which gives each process an environment of its own. Here, sanitizers' options
reach the processes nevertheless, and where programs are slow, WHIMBREL_PATIENCE says how many times longer they may take.

    script_kit.py [arguments of conformance/run_scripts.py]
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE / "conformance"))

import run_scripts as kit  # noqa: E402

PATIENCE = float(os.environ.get("WHIMBREL_PATIENCE", "1"))
# Scripts that make circles of values which nothing refers to when they end. Values are counted, so these stay.
MAKE_CIRCLES = {"language/copies-of-circles-and-aliases", "language/copy-deep", "language/values-inside-themselves"}
SANITIZERS = {name: text for name, text in os.environ.items() if name.endswith("SAN_OPTIONS")}

clean_environment, find_cases = kit.clean_environment, kit.find_cases


def environment_with_sanitizers(directory, extra):
    return clean_environment(directory, {**SANITIZERS, **extra})


def patient_cases():
    cases = find_cases()
    for case in cases:
        case.timeout *= PATIENCE
        if case.name in MAKE_CIRCLES and "ASAN_OPTIONS" in SANITIZERS:
            case.env["ASAN_OPTIONS"] = SANITIZERS["ASAN_OPTIONS"] + ":detect_leaks=0"
    return cases


kit.clean_environment, kit.find_cases = environment_with_sanitizers, patient_cases


if __name__ == "__main__":
    sys.exit(kit.main())
