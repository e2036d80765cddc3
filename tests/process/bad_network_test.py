"""A network that loses packets, is slow, and fails for seconds: messages arrive in order, or their loss is told."""

import time
import unittest

from nodes import ProcessTest, account, number_of
from wire_between import IN_A_NAMESPACE, WireBetween, reason_to_skip

COUNT = 2000
VALUE = ("string", b"x" * 100)
LARGE_VALUE = ("string", b"x" * 4096)  # so many of these are more than queues and sockets hold
SMALL_QUEUE = {"peer_queue_messages": 100, "peer_queue_bytes": "1MiB"}
PORT = 9999  # nobody else is in these namespaces


class BadNetworkTest(ProcessTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if reason := reason_to_skip():
            raise unittest.SkipTest(reason)

    def pair(self, retry_s=1, options=None, **wire):
        """A publisher and a subscriber with a wire between them; the subscriber connects."""
        publisher = self.node(under=IN_A_NAMESPACE, listen=False, **(options or {}))
        subscriber = self.node("n/", under=IN_A_NAMESPACE, listen=False, **(options or {}))
        between = WireBetween((publisher.pid, subscriber.pid), **wire)
        self.addCleanup(between.close)
        for node in (publisher, subscriber):  # they say goodbye over the wire, so they end first
            self.addCleanup(node.stop)
        publisher.call("listen", address=between.ADDRESSES[0], port=PORT)
        subscriber.call("peer", address=between.ADDRESSES[0], port=PORT, retry_s=retry_s)
        subscriber.status("peer_added")
        publisher.status("peer_added")
        return publisher, subscriber, between

    def test_with_loss_and_delay_everything_arrives_in_order(self):
        publisher, subscriber, _ = self.pair(loss=0.05, delay=0.02)
        publisher.publish_numbered("n/1", COUNT, VALUE)
        self.assertEqual(subscriber.numbers(COUNT), list(range(COUNT)))

    def test_with_loss_and_delay_everything_arrives_in_order_over_tls(self):
        publisher, subscriber, _ = self.pair(loss=0.05, delay=0.02, options={"tls": "anonymous"})
        publisher.publish_numbered("n/1", COUNT, VALUE)
        self.assertEqual(subscriber.numbers(COUNT), list(range(COUNT)))

    def test_a_link_that_is_down_for_two_seconds_loses_nothing(self):
        publisher, subscriber, between = self.pair(delay=0.01)
        publisher.publish_numbered("n/1", COUNT // 4, VALUE)
        between.up = False
        publisher.publish_numbered("n/1", COUNT // 4, VALUE)
        time.sleep(2)  # this is the point
        between.up = True
        self.assertEqual(subscriber.numbers(COUNT // 2), 2 * list(range(COUNT // 4)))
        self.assertEqual(subscriber.count("status", "peer_lost"), 0)
        publisher.publish_numbered("n/1", COUNT // 4, VALUE)
        self.assertEqual(subscriber.numbers(COUNT // 4), list(range(COUNT // 4)))

    def test_what_a_link_that_is_down_does_not_take_is_told_exactly(self):
        options = {**SMALL_QUEUE, "peer_queue_overflow": "drop_oldest", "peer_stall_timeout": "0.5sec"}
        publisher, subscriber, between = self.pair(delay=0.005, options=options)
        between.up = False
        publisher.publish_numbered("n/1", COUNT, LARGE_VALUE)
        between.up = True
        stream = subscriber.stream_until(lambda so_far: sum(account(so_far)) >= COUNT)
        received, missed = account(stream)
        self.assertEqual((received + missed, missed > 0), (COUNT, True))
        self.assertEqual(subscriber.count("status", "peer_lost"), 0)

    def test_a_peering_that_is_given_up_while_the_link_is_down_is_made_again_and_the_hole_is_told(self):
        options = {**SMALL_QUEUE, "peer_stall_timeout": "0.5sec"}
        publisher, subscriber, between = self.pair(delay=0.005, options=options)
        between.up = False
        publisher.publish_numbered("n/1", COUNT, LARGE_VALUE)
        publisher.status("peer_removed")
        between.up = True
        subscriber.status("peer_lost")
        subscriber.status("peer_added")
        publisher.status("peer_added")
        publisher.publish_numbered("n/2", 10)
        stream = subscriber.stream_until(lambda so_far: sum(e.get("topic") == "n/2" for e in so_far) == 10)
        at = [e.get("reason") for e in stream].index("path_lost")
        self.assertEqual([number_of(e) for e in stream[:at]], list(range(at)))
        self.assertEqual([number_of(e) for e in stream[at:] if e["event"] == "message"], list(range(10)))


if __name__ == "__main__":
    unittest.main()
