"""What the tests in this folder share: nodes in processes of their own, and a test case that ends them.

A node is the program conformance-driver, told what to do by commands (tests/conformance/README.md); peers that misbehave are played by
tests/conformance/peer.py. Every wait has a limit, ports are free ones of the loopback interface, and processes end by their own number.
"""

import contextlib
import os
import random
import shlex
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("WHIMBREL_SOURCE_DIR", Path(__file__).parents[2]))
BINARY = Path(os.environ.get("WHIMBREL_BINARY_DIR", SOURCE / "build/release"))
sys.path.insert(0, str(SOURCE / "tests/conformance"))

import harness  # noqa: E402
import peer  # noqa: E402
import wire  # noqa: E402, F401

ONE = ("count", 1)
TIMEOUT = 20.0 * float(os.environ.get("WHIMBREL_PATIENCE", "1"))  # for what takes no time at all if the machine has nothing else to do
SOON = 5.0  # clearly before the timeout of a handshake, which is 10 s


class Gate:
    """A stream of lines that can be left unread for a while, as by a program that is busy with something else."""

    def __init__(self, stream):
        self.stream, self.open, self.ended = stream, threading.Event(), threading.Event()
        self.open.set()

    def __iter__(self):
        for line in self.stream:
            self.open.wait()
            yield line
        self.ended.set()

    def close(self):
        self.open.set()
        self.ended.wait(TIMEOUT)
        self.stream.close()


class Node(harness.Driver):
    """A node in a process of its own."""

    def __init__(self, under=()):
        super().__init__(shlex.join([*under, str(BINARY / "conformance-driver")]))

    def _read(self):
        self.proc.stdout = Gate(self.proc.stdout)
        super()._read()

    def try_start(self, tls=None, forwarding=True, gaps=True, **options):
        """The reply to an attempt to start with options of the library."""
        texts = {name: str(value) for name, value in options.items()}
        return self.try_call("start", tls=tls, forwarding=forwarding, gaps=gaps, log=True, options=texts)

    @property
    def pid(self):
        return self.proc.pid

    def send_signal(self, number):
        os.kill(self.pid, number)
        if number == signal.SIGSTOP:
            harness.wait_until(lambda: all(rest[0] == "T" for _, rest in self.pids()), what="the process to stop")

    def kill(self):
        """Ends the process without giving it a chance to say so."""
        self.proc.kill()
        self.proc.wait(TIMEOUT)

    def stop(self):
        if self.proc.poll() is None:
            os.kill(self.pid, signal.SIGCONT)
        self.read_output()
        super().stop()

    def leave_output_unread(self):
        self.proc.stdout.open.clear()

    def read_output(self):
        self.proc.stdout.open.set()

    # -- publishing and receiving

    def publish_numbered(self, topic, count, value=ONE, wait=True):
        """Publishes [0, value], [1, value] and so on. That takes as long as full queues make it wait."""
        fields = {"topic": topic, "bin": wire.encode_value(wire.canonical(value)).hex(), "numbered": count}
        if wait:
            self.call("publish", **fields)
        else:
            self.send("publish", **fields)

    def flush(self, seconds=10):
        return self.call("flush", timeout_s=seconds)["flushed"]

    def statistics(self):
        return self.call("statistics")

    def take_stream(self):
        """Messages and gaps that have arrived since the last call, in order."""
        with self.arrived:
            taken = [e for e in self.events if e["event"] in ("message", "gap")]
            self.events = [e for e in self.events if e["event"] not in ("message", "gap")]
        return taken

    def stream_until(self, enough, timeout=TIMEOUT, what="messages"):
        """Messages and gaps until enough(those so far)."""
        deadline, stream = time.monotonic() + timeout, []
        while True:
            stream += self.take_stream()
            if enough(stream):
                return stream
            if time.monotonic() > deadline:
                raise harness.Failed(f"waited {timeout} s in vain for {what}; there are {len(stream)} entries")
            if self.proc.poll() is not None and not self.reader.is_alive():
                raise harness.Failed(f"the node ended while {what} were awaited")
            with self.arrived:
                self.arrived.wait(0.1)

    def numbers(self, count, timeout=TIMEOUT):
        """The numbers of so many messages of publish_numbered(), of which none is missing."""
        stream = self.stream_until(lambda so_far: sum(account(so_far)) >= count, timeout, f"{count} messages")
        harness.same(account(stream), (count, 0), "messages received and missed")
        return [number_of(entry) for entry in stream if entry["event"] == "message"]

    def wait_for_log(self, *words, timeout=TIMEOUT):
        return self.wait_event(lambda e: e["event"] == "log" and all(w in e["text"] for w in words), timeout, f"log of {words}")

    def is_peered(self, count=1):
        return len(self.peers()) == count

    # -- the process

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def threads(self):
        return len(os.listdir(f"/proc/{self.pid}/task"))


def number_of(message):
    """The number that publish_numbered() gave a message."""
    return message["data"]["data"][0]["data"]


def fixed_port():
    """A port that is free now and that the system gives to nobody who asks for any: for listeners that come late or again."""
    with open("/proc/sys/net/ipv4/ip_local_port_range") as file:
        first = int(file.read().split()[0])
    while True:
        port = random.randrange(first // 2, first)
        with socket.socket() as trial, contextlib.suppress(OSError):
            trial.bind(("127.0.0.1", port))
            return port


def account(stream):
    """What a stream amounts to: messages received, and messages told to be missing."""
    received = sum(1 for e in stream if e["event"] == "message")
    return received, sum(e["messages"] for e in stream if e["event"] == "gap")


class ProcessTest(unittest.TestCase):
    """Makes nodes and links, and cleans them up."""

    def process(self, under=()):
        """A process that is no node yet: it waits for its command to start."""
        node = Node(under)
        self.addCleanup(node.stop)
        return node

    def node(self, *prefixes, under=(), listen=True, port=0, **options):
        """A node that has subscribed and, with `listen`, listens at node.port."""
        node = self.process(under)
        reply = node.try_start(**options)
        self.assertTrue(reply["ok"], reply)
        node.info, node.id = reply, wire.id_bytes(reply["node_id"])
        for prefix in prefixes:
            node.subscribe(prefix)
        if listen:
            node.port = node.listen(port=port)
        return node

    def connect(self, node, to, retry_s=0):
        """Lets a node peer with another one; both know it on return, and each knows what the other wants."""
        node.peer(to.port, retry_s)
        node.status("peer_added")
        to.status("peer_added")

    def link(self, node, topics=(), tls=None):
        """A scripted peer of a node."""
        link = peer.peer_with(node.port, topics, tls=tls)
        self.addCleanup(link.close)
        link.ping(b"ready")
        return link

    def serves(self, node, tls=None, within=SOON):
        """A good peer is served: it joins, and messages pass in both directions."""
        start, mark = time.monotonic(), os.urandom(6).hex()
        node.subscribe("to/" + mark)
        link = peer.connect(node.port, tls=tls)
        self.addCleanup(link.close)
        link.handshake(True, ["from/" + mark], within)
        link.ping(timeout=within)
        link.publish("to/" + mark, ONE)
        node.message("to/" + mark, within)
        node.publish("from/" + mark, ONE)
        link.expect_message("data", within)
        self.assertLess(time.monotonic() - start, within, "served, but late")
        link.close()
        node.status("peer_lost")

    def folder(self):
        path = tempfile.mkdtemp(prefix="whimbrel-test-")
        self.addCleanup(shutil.rmtree, path, True)
        return Path(path)

    def eventually(self, predicate, what, timeout=TIMEOUT):
        return harness.wait_until(predicate, timeout, what)
