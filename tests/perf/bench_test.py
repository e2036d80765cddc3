#!/usr/bin/env python3
"""`whimbrel bench` from outside: what it writes, and that it leaves no process behind. No figure is judged."""

import json
import os
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from xml.etree import ElementTree

PROGRAM = Path(os.environ["WHIMBREL_BINARY_DIR"]) / "whimbrel"


def bench(*flags):
    return subprocess.run([PROGRAM, "bench", *flags], capture_output=True, text=True, timeout=100)


def figures_of(*flags):
    """The figures of each run, by its name."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "out.json"
        done = bench("--quick", *flags, "--json", file)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return {run["name"]: run["figures"] for run in json.loads(file.read_text())["runs"]}


def children_of(pid):
    found = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in tasks.read_text().split()]
    return found


def is_running(pid):
    """Whether there is such a process that has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Bench(unittest.TestCase):
    def test_reports_what_got_through_as_table_json_and_picture(self):
        with tempfile.TemporaryDirectory() as folder:
            files = Path(folder) / "out.json", Path(folder) / "out.svg"
            done = bench("--quick", "--only", "*/direct/small/whimbrel/plain", "--json", files[0], "--svg", files[1])
            self.assertEqual(done.returncode, 0, done.stderr)
            found = json.loads(files[0].read_text())
            picture = ElementTree.parse(files[1])
        runs = {run["name"]: run["figures"] for run in found["runs"]}
        self.assertEqual(set(runs), {f"{what}/direct/small/whimbrel/plain" for what in ("throughput", "latency")})
        for figures in runs.values():
            self.assertEqual(figures["lost"], 0)
            self.assertGreater(figures["rate"], 0)
        self.assertLessEqual(runs["latency/direct/small/whimbrel/plain"]["p50_us"],
                             runs["latency/direct/small/whimbrel/plain"]["max_us"])
        self.assertIn("Throughput", done.stdout)
        texts = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
        self.assertTrue(any("Latency" in text for text in texts), texts)

    def test_websocket_clients_lose_nothing(self):
        runs = figures_of("--only", "websocket/")
        self.assertEqual(len(runs), 11)
        for name, figures in runs.items():
            self.assertEqual(figures.get("lost", 0), 0, name)

    def test_counts_what_a_stopped_subscriber_misses(self):
        (figures,) = figures_of("--only", "stopped/drop_oldest/full-speed").values()
        self.assertEqual(figures["told_missing"], figures["missing"])

    def test_brings_many_peers_to_one_node(self):
        done = bench("--quick", "--only", "scale")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("100 peers", done.stdout)
        self.assertNotIn("not measured", done.stdout)

    def test_measures_stores_of_both_kinds(self):
        runs = figures_of("--only", "stores")
        for backend in ("memory", "sqlite"):
            for what in ("put", "put-unique", "round-trip"):
                self.assertGreater(runs[f"stores/{what}/{backend}"]["rate"], 0)
            self.assertEqual(runs[f"stores/join/{backend}"]["entries"], 10000)
        self.assertEqual(runs["stores/clones/memory"]["clones"], 10)

    def test_says_what_can_be_run_when_a_name_fits_nothing(self):
        done = bench("--only", "no such run")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--list", done.stderr)
        self.assertIn("latency/hub/small/whimbrel/tls\n", bench("--list").stdout)

    def test_ends_its_processes_when_interrupted(self):
        conductor = subprocess.Popen([PROGRAM, "bench", "--seconds", "60", "--only", "throughput/direct/small/whimbrel/plain"],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        children = []
        deadline = time.monotonic() + 30
        while len(children) < 2 and time.monotonic() < deadline:
            children = children_of(conductor.pid)
            time.sleep(0.01)
        conductor.send_signal(signal.SIGINT)
        self.assertIsNotNone(conductor.wait(timeout=30))
        self.assertEqual(len(children), 2)
        self.assertFalse([child for child in children if is_running(child)])

    def test_its_processes_end_when_it_is_killed(self):
        conductor = subprocess.Popen([PROGRAM, "bench", "--seconds", "60", "--only", "throughput/direct/small/whimbrel/plain"],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while len(children_of(conductor.pid)) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        children = children_of(conductor.pid)
        conductor.kill()
        conductor.wait()
        while any(is_running(child) for child in children) and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertEqual(len(children), 2)
        self.assertFalse([child for child in children if is_running(child)])


if __name__ == "__main__":
    unittest.main()
