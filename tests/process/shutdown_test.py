"""The end of a node: peers that read get everything, and those that do not cannot keep it from ending."""

import re
import signal
import subprocess
import time
import unittest
from pathlib import Path

from nodes import BINARY, TIMEOUT, ProcessTest

COUNT = 20000
LARGE_VALUE = ("string", b"x" * 16384)
SLACK = 2.0  # for a busy machine
WELL_BEFORE_LINGER = 2.5  # which is 3 s


class ShutdownTest(ProcessTest):
    def publisher_and_subscriber(self, **options):
        """The publisher is patient when it ends: how long the subscriber takes depends on the machine."""
        publisher, subscriber = self.node(linger="20sec", **options), self.node("n/", listen=False, **options)
        self.connect(subscriber, publisher)
        return publisher, subscriber

    def end(self, node):
        """Asks the node to end; returns how long that took."""
        start = time.monotonic()
        node.call("quit")
        node.proc.wait(TIMEOUT)
        return time.monotonic() - start

    def test_what_was_published_before_the_end_reaches_a_peer_that_reads(self):
        publisher, subscriber = self.publisher_and_subscriber()
        publisher.publish_numbered("n/1", COUNT)
        self.end(publisher)
        self.assertEqual(subscriber.numbers(COUNT), list(range(COUNT)))
        self.assertEqual(subscriber.status("peer_lost")["detail"], "the other side said goodbye")

    def test_what_was_published_before_the_end_reaches_a_peer_over_tls(self):
        publisher, subscriber = self.publisher_and_subscriber(tls="anonymous")
        publisher.publish_numbered("n/1", COUNT)
        self.end(publisher)
        self.assertEqual(subscriber.numbers(COUNT), list(range(COUNT)))

    def test_what_was_published_before_the_end_reaches_a_peer_that_begins_to_read_meanwhile(self):
        publisher, subscriber = self.publisher_and_subscriber(unpeer_timeout="0.1sec")
        subscriber.leave_output_unread()
        publisher.publish_numbered("n/1", 1000, LARGE_VALUE, wait=False)
        publisher.send("quit")
        time.sleep(0.5)  # this is the point
        subscriber.read_output()
        self.assertEqual(subscriber.numbers(1000), list(range(1000)))
        publisher.proc.wait(TIMEOUT)

    def test_what_was_forwarded_before_the_end_of_the_publisher_reaches_the_peers_of_the_hub(self):
        hub, publisher, subscriber = self.node("n/"), self.node(listen=False, linger="20sec"), self.node("n/", listen=False)
        self.connect(subscriber, hub)
        self.connect(publisher, hub)
        publisher.publish_numbered("n/1", COUNT)
        self.end(publisher)
        self.assertEqual(subscriber.numbers(COUNT), list(range(COUNT)))

    def check_end_with_full_queues(self, **options):
        publisher, subscriber = self.node(publish_queue_bytes="256MiB", linger="0.5sec", **options), self.node("n/", listen=False)
        self.connect(subscriber, publisher)
        subscriber.send_signal(signal.SIGSTOP)
        publisher.publish_numbered("n/1", 1500, LARGE_VALUE)
        self.assertFalse(publisher.flush(0), "the queues are not full")
        self.assertLess(self.end(publisher), 0.5 + SLACK)
        self.assertEqual(publisher.proc.returncode, 0)

    def test_full_queues_hold_the_end_up_for_the_linger_time_only(self):
        self.check_end_with_full_queues()

    def test_full_queues_hold_the_end_up_for_the_linger_time_only_with_small_limits(self):
        self.check_end_with_full_queues(peer_queue_bytes="1MiB")

    def test_full_queues_hold_the_end_up_for_the_linger_time_only_with_the_block_policy(self):
        self.check_end_with_full_queues(peer_queue_bytes="1MiB", peer_queue_overflow="block")

    def test_a_peer_that_ends_no_handshake_does_not_hold_the_end_up(self):
        silent = self.node()
        node = self.node()
        silent.send_signal(signal.SIGSTOP)
        node.peer(silent.port, retry_s=1)
        self.assertLess(self.end(node), SLACK)

    # -- the program

    def whimbrel(self, *arguments):
        program = subprocess.Popen([BINARY / "whimbrel", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

        def end():
            program.kill()
            program.communicate(timeout=TIMEOUT)

        self.addCleanup(end)
        return program

    def end_by_signal(self, program):
        start = time.monotonic()
        program.send_signal(signal.SIGTERM)
        program.wait(TIMEOUT)
        return time.monotonic() - start

    def test_a_hub_with_full_queues_ends_at_a_signal_within_the_linger_time(self):
        hub = self.whimbrel("node", "--listen", "127.0.0.1:0", "--no-tls", "--forward-messages", "--forward", "n/", "--linger=0.5sec")
        port = int(hub.stdout.readline().rsplit(":", 1)[1])
        publisher, subscriber = self.node(listen=False), self.node("n/", listen=False)
        for node in (publisher, subscriber):
            node.peer(port)
            node.status("peer_added")
        publisher.publish_numbered("n/1", 10)
        subscriber.numbers(10)
        subscriber.send_signal(signal.SIGSTOP)
        publisher.publish_numbered("n/1", 1500, LARGE_VALUE, wait=False)
        time.sleep(0.5)  # for the hub to have taken some of it
        self.assertLess(self.end_by_signal(hub), 0.5 + SLACK)
        self.assertEqual(hub.returncode, 0, hub.stderr.read())

    def sleeps(self, program):
        """Whether none of its threads has had anything to do for a while."""
        for _ in range(10):
            try:
                stats = [stat.read_text() for stat in Path(f"/proc/{program.pid}/task").glob("*/stat")]
            except OSError:
                return False  # a thread has just ended
            if {stat.rsplit(")", 1)[1].split()[0] for stat in stats} != {"S"}:
                return False
            time.sleep(0.01)
        return True

    def test_a_program_that_waits_for_full_queues_ends_at_a_signal(self):
        subscriber = self.node("n/")
        program = self.whimbrel("pub", "--peer", f"127.0.0.1:{subscriber.port}", "--no-tls", "--linger=0.5sec",
                                "--peer-queue-bytes=1MiB", "--peer-stall-timeout=2sec", "--count", "0", "n/1",
                                "--value", '"' + "x" * 1024 + '"')
        subscriber.message("n/1")
        subscriber.send_signal(signal.SIGSTOP)
        # It publishes without end, so it sleeps when the queues are full, and does not sleep before.
        self.eventually(lambda: program.poll() is not None or self.sleeps(program), "the queues to be full")
        self.assertLess(self.end_by_signal(program), 2.0 + 0.5 + SLACK)
        self.assertEqual(program.returncode, 1)
        self.assertRegex(program.stderr.read(), "messages not sent|the queue to it was full")

    def test_a_publisher_that_would_wait_for_ever_ends_soon_after_a_signal_and_counts_what_it_did_not_send(self):
        subscriber = self.node("n/")
        program = self.whimbrel("pub", "--peer", f"127.0.0.1:{subscriber.port}", "--no-tls", "--peer-queue-overflow=block",
                                "--peer-queue-messages=1000", "--count", "0", "n/1", "--value", '"text"')
        subscriber.message("n/1")
        subscriber.send_signal(signal.SIGSTOP)
        # It publishes without end, so it sleeps when the queues are full, and does not sleep before.
        self.eventually(lambda: program.poll() is not None or self.sleeps(program), "the queues to be full")
        self.assertLess(self.end_by_signal(program), WELL_BEFORE_LINGER)
        self.assertEqual(program.returncode, 1)
        unsent = re.search(r"stopped; (\d+) messages not sent", program.stderr.read())
        self.assertGreater(int(unsent[1]), 1000)

    def test_ping_and_sub_end_soon_after_a_signal_though_the_other_side_is_stopped(self):
        for arguments in (["ping", "--interval", "0"], ["sub"]):
            with self.subTest(arguments[0]):
                other = self.node()
                place = f"127.0.0.1:{other.port}"
                rest = [place] if arguments[0] == "ping" else ["--peer", place, "n/"]
                program = self.whimbrel(*arguments, "--no-tls", *rest)
                other.status("peer_added")
                other.send_signal(signal.SIGSTOP)
                self.assertLess(self.end_by_signal(program), WELL_BEFORE_LINGER)
                self.assertEqual(program.returncode, 0, program.stderr.read())


if __name__ == "__main__":
    unittest.main()
