#!/usr/bin/env python3
"""Runs the scripts below this folder, in the form of tests/conformance/scripts, but recorded from whimbrel itself.

    run.py --zeek 'build/whimbrel run' [--filter TEXT] [--verbose] [--record TIMES]

They cover what the conformance kit leaves out. A recording is read by a human before it is kept.
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
sys.dont_write_bytecode = True

from script_kit import kit  # noqa: E402

kit.ROOT = str(HERE)
kit.SEED = str(HERE.parent / "conformance/scripts/seed.txt")

if __name__ == "__main__":
    sys.exit(kit.main())
