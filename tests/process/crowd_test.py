"""Many connections at once, and connections that do nothing or do it slowly: none of them hurts the others."""

import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from nodes import ONE, SOON, TIMEOUT, ProcessTest, peer, wire

CROWD = 500


class CrowdTest(ProcessTest):
    def crowd(self, node, count=CROWD):
        """Connections that have not said anything yet."""
        links = [peer.connect(node.port) for _ in range(count)]
        for link in links:
            self.addCleanup(link.close)
        return links

    def all_take_part(self, node, links):
        """Each of them gets a message of the node (topic all/), and the node one of each."""
        self.eventually(lambda: len(node.peers()) == len(links), f"{len(links)} peers")
        node.publish("all/1", ONE)
        for link in links:
            link.expect_message("data", topic="all/1")
            link.publish("one/1", ONE)
        node.stream_until(lambda so_far: len(so_far) == len(links))

    def test_five_hundred_handshakes_at_once(self):
        node = self.node("one/")
        links = self.crowd(node)
        for link in links:
            link.id = peer.random_id(low=True)  # makes us the originator
            link.send(wire.hello(link.id))
        for link in links:
            link.expect("hello")
            link.send(wire.version_select(link.id))
            link.send(wire.originator_syn(["all/"]))
        for link in links:
            link.expect("responder_syn_ack")
            link.send(wire.originator_ack())
        self.all_take_part(node, links)
        before = node.descriptors()
        for link in links:
            link.close()
        self.eventually(lambda: not node.peers(), "all to be gone")
        self.eventually(lambda: node.descriptors() <= before - CROWD, "descriptors to be closed")

    def test_five_hundred_tls_handshakes_at_once(self):
        node = self.node("one/", tls="anonymous")
        ready = threading.Barrier(CROWD // 5)

        def join(index):
            if index < CROWD // 5:
                ready.wait(TIMEOUT)
            link = peer.connect(node.port, tls="anonymous", timeout=TIMEOUT)
            self.addCleanup(link.close)
            return link.handshake(True, ["all/"], TIMEOUT)

        with ThreadPoolExecutor(CROWD // 5) as pool:
            links = list(pool.map(join, range(CROWD)))
        self.all_take_part(node, links)

    def test_five_hundred_silent_connections_do_not_keep_a_good_peer_waiting(self):
        node = self.node("a/")
        self.crowd(node)
        self.serves(node)
        node.not_busy(0.5, 0.3)

    def test_five_hundred_silent_connections_do_not_keep_a_good_peer_waiting_for_tls(self):
        node = self.node("a/", tls="anonymous")
        self.crowd(node)
        self.serves(node, tls="anonymous")
        node.not_busy(0.5, 0.3)

    def test_more_silent_connections_than_may_be_pending_delay_a_good_peer_by_their_timeout_only(self):
        node = self.node("a/", max_pending_handshakes=100, handshake_timeout="0.3sec")
        before = node.descriptors()
        links = self.crowd(node)
        for link in links:
            link.send(wire.hello(link.id))
        self.serves(node, within=8)
        self.eventually(lambda: node.descriptors() <= before, "descriptors to be closed")

    def test_a_byte_every_tenth_of_a_second_is_served_at_its_pace_and_disturbs_nobody(self):
        node = self.node("slow/")
        slow = peer.connect(node.port, endpoint_id=peer.LOW_ID)
        self.addCleanup(slow.close)
        others = 0
        for byte in wire.frame(wire.hello(slow.id)):
            slow.send_raw(bytes([byte]))
            time.sleep(0.1)  # this is the point
            if others < 5:
                self.serves(node)
                others += 1
        slow.expect("hello")
        slow.send(wire.version_select(slow.id))
        slow.send(wire.originator_syn([]))
        slow.expect("responder_syn_ack")
        slow.send(wire.originator_ack())
        slow.remote_id = node.id
        slow.ping()
        for byte in wire.frame(wire.data(slow.id, "slow/1", ONE)):
            slow.send_raw(bytes([byte]))
            time.sleep(0.01)
        node.expect_message("slow/1", ONE)

    def test_a_handshake_that_takes_too_long_byte_by_byte_is_ended(self):
        node = self.node("a/", handshake_timeout="1sec")
        slow = peer.connect(node.port)
        self.addCleanup(slow.close)
        start = time.monotonic()
        with self.assertRaises(OSError):
            for byte in wire.frame(wire.hello(slow.id)):
                slow.send_raw(bytes([byte]))
                time.sleep(0.2)  # this is the point
        self.assertLess(time.monotonic() - start, 5)
        node.wait_for_log("refused", "no handshake within 1 s")
        self.serves(node)

    def test_what_other_protocols_begin_with_is_refused_at_once(self):
        node = self.node("a/")
        beginnings = {"an old Broker": b"\x01\0\0\0\0\0\0\0\x20" + bytes(27), "TLS": b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03",
                      "HTTP": b"GET / HTTP/1.1\r\n", "SSH": b"SSH-2.0-OpenSSH_9.2\r\n", "nothing": bytes(36)}
        for name, beginning in beginnings.items():
            with self.subTest(name):
                link = peer.connect(node.port)
                self.addCleanup(link.close)
                link.send_raw(beginning)
                link.expect_closed(SOON)
                node.wait_for_log("connection from 127.0.0.1", "refused", "protocol")
        self.serves(node)

    def test_a_tls_handshake_that_takes_too_long_is_ended(self):
        node = self.node("a/", tls="anonymous", handshake_timeout="0.5sec")
        before = node.descriptors()
        silent = peer.connect(node.port)
        self.addCleanup(silent.close)
        silent.expect_closed(3)
        node.wait_for_log("refused", "no TLS handshake in time")
        self.eventually(lambda: node.descriptors() <= before, "descriptors to be closed")
        self.serves(node, tls="anonymous")


if __name__ == "__main__":
    unittest.main()
