"""Peers that stop reading: the others go on, memory stays bounded, and whoever misses messages knows how many."""

import os
import signal
import time
import unittest

from nodes import ProcessTest, account, number_of

BATCH = 50
COUNT = 30 * BATCH
VALUE = ("string", b"x" * 16384)  # altogether more than sockets buffer
SMALL_QUEUE = {"peer_queue_messages": 2 * BATCH, "peer_queue_bytes": "2MiB"}  # holds a batch, and not much more


class SlowPeerTest(ProcessTest):
    def publisher_and_subscribers(self, count=5, **options):
        """The subscribers connect, and do so again when they lose the publisher."""
        publisher = self.node(**SMALL_QUEUE, **options)
        subscribers = [self.node("n/", listen=False) for _ in range(count)]
        for node in subscribers:
            self.connect(node, publisher, retry_s=1)
        return publisher, subscribers

    def publish_at_the_pace_of(self, nodes, publisher):
        """Publishes all batches; the nodes get everything, and the queues to them are never full."""
        for _ in range(COUNT // BATCH):
            publisher.publish_numbered("n/1", BATCH, VALUE)
            for node in nodes:
                self.assertEqual(node.numbers(BATCH), list(range(BATCH)))

    def stayed_small(self, node, before):
        """It has not kept what the stopped one did not read. Sanitizers keep everything for a while."""
        if "ASAN_OPTIONS" not in os.environ:
            self.assertLess(node.memory_mib() - before, 10)

    def check_gaps_are_where_messages_miss(self, stream):
        index = 0
        for entry in stream:
            if entry["event"] == "message":
                self.assertEqual(number_of(entry), index % BATCH)
                index += 1
            else:
                index += entry["messages"]

    def gets_everything(self, node):
        self.assertEqual(node.numbers(COUNT), list(range(COUNT)))

    def test_one_of_five_is_stopped_and_is_told_exactly_what_it_missed(self):
        publisher, five = self.publisher_and_subscribers(peer_queue_overflow="drop_oldest")
        stopped, *others = five
        before = publisher.memory_mib()
        stopped.send_signal(signal.SIGSTOP)
        self.publish_at_the_pace_of(others, publisher)
        self.stayed_small(publisher, before)
        stopped.send_signal(signal.SIGCONT)
        stream = stopped.stream_until(lambda so_far: sum(account(so_far)) >= COUNT, what="messages and gaps")
        received, missed = account(stream)
        self.assertEqual(received + missed, COUNT)
        self.assertGreater(missed, 0)
        self.check_gaps_are_where_messages_miss(stream)
        gaps = [e for e in stream if e["event"] == "gap"]
        self.assertEqual({(g["reason"], g["peer"]) for g in gaps}, {("peer_overflow", publisher.info["node_id"])})
        self.assertEqual(sum(g["topics"]["n/1"] for g in gaps), missed)
        dropped = {p["id"]: p["dropped"] for p in publisher.statistics()["peers"]}
        self.assertEqual(dropped, {n.info["node_id"]: missed if n is stopped else 0 for n in five})
        self.assertEqual(len(publisher.peers()), 5)
        publisher.publish_numbered("n/2", 10)
        self.assertEqual(stopped.numbers(10), list(range(10)))

    def test_one_of_five_is_stopped_and_told_what_it_missed_of_the_newest(self):
        publisher, (stopped, *others) = self.publisher_and_subscribers(peer_queue_overflow="drop_newest")
        stopped.send_signal(signal.SIGSTOP)
        self.publish_at_the_pace_of(others, publisher)
        stopped.send_signal(signal.SIGCONT)
        stream = stopped.stream_until(lambda so_far: sum(account(so_far)) >= COUNT, what="messages and gaps")
        received, missed = account(stream)
        self.assertEqual((received + missed, missed > 0), (COUNT, True))
        self.check_gaps_are_where_messages_miss(stream)

    def test_one_of_five_is_stopped_and_disconnected_and_comes_back(self):
        publisher, (stopped, *others) = self.publisher_and_subscribers()
        before = publisher.memory_mib()
        stopped.send_signal(signal.SIGSTOP)
        self.publish_at_the_pace_of(others, publisher)
        self.assertIn("queue", publisher.status("peer_removed")["message"])
        self.assertEqual(len(publisher.peers()), 4)
        self.stayed_small(publisher, before)
        stopped.send_signal(signal.SIGCONT)
        stopped.status("peer_lost")
        stopped.status("peer_added")
        publisher.status("peer_added")
        publisher.publish_numbered("n/2", 10)
        stream = stopped.stream_until(lambda so_far: sum(e.get("topic") == "n/2" for e in so_far) == 10)
        numbers = [number_of(e) for e in stream if e["event"] == "message"]
        self.assertEqual(numbers, [i % BATCH for i in range(len(numbers) - 10)] + list(range(10)))
        # How much was published while it was away nobody counts; that there may be a hole is told where it is.
        at = [e.get("reason") for e in stream].index("path_lost")
        self.assertEqual({e.get("topic") for e in stream[:at]}, {"n/1"})
        self.assertNotIn("n/1", [e.get("topic") for e in stream[at:]])

    def test_a_stopped_peer_and_the_block_policy_lose_nothing(self):
        publisher, (stopped, other) = self.publisher_and_subscribers(2, peer_queue_overflow="block")
        stopped.send_signal(signal.SIGSTOP)
        publisher.publish_numbered("n/1", COUNT, VALUE, wait=False)
        time.sleep(1)  # longer than anybody's patience: this is the point
        stopped.send_signal(signal.SIGCONT)
        self.gets_everything(other)
        self.gets_everything(stopped)

    def test_a_subscriber_that_reads_nothing_for_a_while_loses_nothing(self):
        publisher, subscriber = self.node(**SMALL_QUEUE), self.node("n/", listen=False)
        self.connect(subscriber, publisher)
        before = subscriber.memory_mib()
        subscriber.leave_output_unread()
        publisher.publish_numbered("n/1", COUNT, VALUE, wait=False)
        time.sleep(1.5)  # this is the point
        self.stayed_small(subscriber, before)
        subscriber.read_output()
        self.gets_everything(subscriber)
        publisher.not_busy(0.3, 0.3)

    def test_a_process_stopped_for_a_while_loses_nothing_if_nobody_else_waits(self):
        publisher, subscriber = self.node(**SMALL_QUEUE), self.node("n/", listen=False)
        self.connect(subscriber, publisher)
        subscriber.send_signal(signal.SIGSTOP)
        publisher.publish_numbered("n/1", COUNT, VALUE, wait=False)
        time.sleep(1.5)  # this is the point
        publisher.not_busy(0.5, 0.3)
        subscriber.send_signal(signal.SIGCONT)
        self.gets_everything(subscriber)


if __name__ == "__main__":
    unittest.main()
