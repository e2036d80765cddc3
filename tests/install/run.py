#!/usr/bin/env python3
"""Installs a build into a temporary place, then configures, builds and runs the project of this folder against it."""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def run(*command):
    command = [str(word) for word in command]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}exit status {done.returncode}")
    return done.stdout


def readme_example(source):
    """The C++ program that the README shows."""
    blocks = re.findall(r"^```cpp\n(.*?)^```", (source / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    if len(blocks) != 1:
        sys.exit(f"README.md has {len(blocks)} C++ examples, expected one")
    return blocks[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, required=True, help="the source tree")
    parser.add_argument("--build", type=Path, required=True, help="the build to install")
    parser.add_argument("--compiler", required=True, help="the C++ compiler of the build")
    args = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="install-", dir=args.build) as folder:
        folder = Path(folder)
        example = folder / "readme_example.cc"
        example.write_text(readme_example(args.source))
        run("cmake", "--install", args.build, "--prefix", folder / "prefix")
        run("cmake", "-G", "Ninja", "-S", args.source / "tests/install", "-B", folder / "outside",
            f"-DCMAKE_PREFIX_PATH={folder / 'prefix'}", f"-DCMAKE_CXX_COMPILER={args.compiler}", f"-DREADME_EXAMPLE={example}")
        run("cmake", "--build", folder / "outside")
        print(run(folder / "outside/outside"), end="")


if __name__ == "__main__":
    main()
