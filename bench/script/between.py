#!/usr/bin/env python3
"""How fast scripts talk: events and log records from one process to another, and round trips.

    bench/script/between.py [--program build/release/whimbrel] [--repeat 3]

Prints a table: what arrives per second (the best of so many runs), the processor time of sender and receiver for each in nanoseconds and in cycles
of the processor's nominal frequency, and round trips by percentiles, over plain TCP and over TLS. The yardstick is `whimbrel ping`: a round
trip between two endpoints, without scripts.
The last column is what two processes of Zeek 7.0 reach on a machine with two cores, over TLS, as far as that was measured.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent / "events"
ROWS = (  # name, sender, receiver, its arguments, the original
    ("events, 2 arguments", "send", "receive", ["n=1000000", 'which="small"'], "120,000/s"),
    ("events, 18 arguments", "send", "receive", ["n=400000", 'which="big"'], "50,000/s"),
    ("log records, 2 fields", "log_send", "log_receive", ["n=1000000", 'which="small"'], "200,000/s"),
    ("log records, 20 fields", "log_send", "log_receive", ["n=400000", 'which="big"'], "90,000/s"),
    ("round trip", "ping", "pong", ["n=20000"], "320 us, p99 1200 us"),
)


def wait_for_port(folder, process):
    file = folder / "port"
    while process.poll() is None:
        text = file.read_text() if file.exists() else ""
        if text.endswith("\n"):
            return text.strip()
        time.sleep(0.01)
    sys.exit("the receiver has ended early")


def cycles_per_ns():
    found = re.search(r"cpu MHz\s*: ([\d.]+)", Path("/proc/cpuinfo").read_text())
    return float(found[1]) / 1000 if found else None


def processor_time():
    """Of the children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(program, row, tls):
    """What the receiver (or for round trips the sender) prints, and the processor times of sender and receiver."""
    _, sender, receiver, arguments, _ = row
    common = ["run", "-b", "--no-unused-warnings", f"Broker::disable_ssl={'F' if tls else 'T'}"]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        before = processor_time()
        with subprocess.Popen([program, *common, HERE / f"{receiver}.zeek"], cwd=folder, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True) as listener:
            environment = {**os.environ, "PORT": wait_for_port(folder, listener)}
            talker = subprocess.run([program, *common, HERE / f"{sender}.zeek", *arguments], cwd=folder, env=environment,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=120)
            between = processor_time()
            out, _ = listener.communicate(timeout=120)
        after = processor_time()
    return out + talker.stdout, (between - before, after - between)


def cost_of(sides):
    line = " + ".join(f"{ns:.0f}" for ns in sides) + " ns"
    frequency = cycles_per_ns()
    return line + (f" ({' + '.join(f'{ns * frequency:,.0f}' for ns in sides)} cycles)" if frequency else "")


def best(program, row, tls, repeat):
    best_rate, text = 0, ""
    for _ in range(repeat):
        out, processor = run(program, row, tls)
        if row[0] == "round trip":
            median, p99 = (int(number) for number in re.search(r"median (\d+) p99 (\d+)", out).groups())
            rate, line = 1e6 / median, f"{median:>7} us   p99 {p99} us"
        else:
            count, rate = (float(number) for number in re.search(r"(\d+), (\d+)/s", out).groups())
            line = f"{rate:>9,.0f}/s   {cost_of([seconds / count * 1e9 for seconds in processor])}"
        if rate > best_rate:
            best_rate, text = rate, line
    return text


def ping(program, tls):
    """The library alone."""
    flags = [] if tls else ["--disable-ssl"]
    with subprocess.Popen([program, "node", "--listen", "127.0.0.1:0", *flags], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True) as node:
        try:
            port = None
            while port is None:
                port = re.search(r"127\.0\.0\.1:(\d+)", node.stdout.readline())
            out = subprocess.run([program, "ping", f"127.0.0.1:{port[1]}", "--count", "5000", "--interval", "0", *flags],
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60).stdout
        finally:
            node.terminate()
            node.communicate()
    return " ".join(out.split("\n")[-3:]).strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/release/whimbrel")
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    program = Path(arguments.program).resolve()
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for row in ROWS:
        for tls in (False, True):
            print(f"{row[0]:<23} {'TLS' if tls else 'TCP'}  {best(program, row, tls, arguments.repeat):<52} {row[4]}", flush=True)
    for tls in (False, True):
        print(f"{'whimbrel ping':<23} {'TLS' if tls else 'TCP'}  {ping(program, tls)}", flush=True)


if __name__ == "__main__":
    main()
