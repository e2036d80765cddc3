#!/usr/bin/env python3
"""One system call for each message would be a defect: counts the calls of a publisher at full speed, with strace.

Plays two roles of `whimbrel bench` by hand, the publisher under strace. Passes with a remark where strace cannot be used.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path(os.environ["WHIMBREL_BINARY_DIR"]) / "whimbrel"
MOST_CALLS = 0.1  # for a message


def strace_works():
    if not shutil.which("strace"):
        return False
    probe = subprocess.run(["strace", "-f", "-c", "-o", os.devnull, "true"], stderr=subprocess.DEVNULL, timeout=60)
    return probe.returncode == 0


class Role:
    """A process of the benchmark, and what it says."""

    def __init__(self, role, *flags, under=()):
        command = [*under, PROGRAM, "bench-role", role, "--seconds", "1", *flags]
        environment = dict(os.environ)
        if under:  # which the search for leaks does not work with
            environment["ASAN_OPTIONS"] = environment.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
                                        env=environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def expect(self, word):
        """The rest of the next line with this word at its front."""
        for line in self.process.stdout:
            if line.startswith("error"):
                sys.exit(line.strip())
            if line.startswith(word):
                return line[len(word):].strip()
        sys.exit(f"a process ended before it said '{word}'")

    def tell(self, word):
        self.process.stdin.write(word + "\n")

    def result(self):
        return dict(pair.split("=") for pair in self.expect("result").split())


def count_calls(table):
    """The counts of strace -c by name. Columns: % time, seconds, usecs/call, calls, errors (may be empty), syscall."""
    calls = {}
    for line in table.read_text().splitlines():
        words = line.split()
        if len(words) in (5, 6) and words[3].isdigit() and words[-1] != "total":
            calls[words[-1]] = int(words[3])
    return calls


def main():
    if not strace_works():
        print("left out: strace cannot be used here")
        return
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "calls"
        strace = ["strace", "-f", "-c", "-o", str(table)]
        with Role("publisher", under=strace) as publisher:
            with Role("subscriber", "--port", publisher.expect("port")) as subscriber:
                subscriber.expect("ready")
                publisher.expect("ready")
                publisher.tell("go")
                messages = int(float(publisher.result()["messages"]))
                received = int(float(subscriber.result()["messages"]))
        calls = count_calls(table)
    assert messages > 1000 and received == messages, f"{received} of {messages} messages came"
    assert calls, "strace counted nothing"
    each = sum(calls.values()) / messages
    most = ", ".join(f"{name} {count}" for name, count in sorted(calls.items(), key=lambda item: -item[1])[:5])
    print(f"{messages} messages, {each:.4f} system calls for each: {most}")
    assert each < MOST_CALLS, f"{each} system calls for each message"


main()
