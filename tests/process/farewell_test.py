"""Peerings that one side ends: what the goodbye looks like from outside, and what comes after it."""

import unittest

from nodes import ONE, TIMEOUT, ProcessTest, fixed_port, peer, wire


class FarewellTest(ProcessTest):
    def listener(self, **kw):
        listener = peer.Listener(**kw)
        self.addCleanup(listener.close)
        return listener

    def accept(self, listener, topics=()):
        link = listener.accept(TIMEOUT).handshake(False, topics)
        self.addCleanup(link.close)
        return link

    def left(self, listener):
        """A node that has said goodbye to a scripted peer and waits for the answer; the link and the answer."""
        node = self.node("a/", listen=False)
        node.peer(listener.port, retry_s=1)
        link = self.accept(listener)
        link.auto_pong = False
        node.status("peer_added")
        node.unpeer(listener.port)
        goodbye = link.expect_message("ping")["payload"]
        self.assertTrue(goodbye.startswith(b"BYE") and len(goodbye) == 11, goodbye)
        return node, link, wire.pong(link.id, node.id, goodbye)

    def test_until_the_answer_comes_messages_are_taken(self):
        node, link, answer = self.left(self.listener())
        link.send(wire.pong(link.id, node.id, b"BYE and another number"))
        link.publish("a/late", ONE)
        node.expect_message("a/late", ONE)
        link.send(answer)
        link.expect_closed(TIMEOUT)
        node.status("peer_removed")

    def test_to_say_it_twice_is_no_error(self):
        listener = self.listener()
        node, link, answer = self.left(listener)
        node.unpeer(listener.port)
        link.send(answer)
        node.status("endpoint_unreachable")
        self.assertEqual(node.count("error"), 0)

    def test_a_peering_asked_for_before_the_answer_is_made_afterwards(self):
        listener = self.listener()
        node, link, answer = self.left(listener)
        node.peer(listener.port)
        link.send(answer)
        node.status("peer_removed")
        self.accept(listener)
        node.status("peer_added")
        self.assertEqual(node.count("error"), 0)

    def test_a_peering_asked_for_before_the_answer_and_not_wanted_any_more_is_not_made(self):
        listener = self.listener()
        node, link, answer = self.left(listener)
        node.peer(listener.port)
        node.unpeer(listener.port)
        link.send(answer)
        node.status("endpoint_unreachable")
        with self.assertRaises(peer.PeerError):
            listener.accept(0.5)

    def test_a_peering_asked_for_by_another_name_before_the_answer_is_made_afterwards(self):
        for larger in (False, True):
            with self.subTest(larger=larger):
                listener = self.listener(endpoint_id=peer.HIGH_ID if larger else peer.LOW_ID)
                node, link, answer = self.left(listener)
                node.call("peer", address="localhost", port=listener.port, retry_s=0)
                early = listener.accept(TIMEOUT)
                early.expect("hello")
                if larger:
                    early.send(wire.hello(early.id))
                    early.expect("drop_conn")
                else:
                    early.send(wire.drop_conn(early.id, wire.ERROR_CODES["redundant_connection"], "redundant connection"))
                early.expect_closed(TIMEOUT)
                early.close()
                link.send(answer)
                node.status("peer_removed")
                self.accept(listener)
                node.status("peer_added")
                self.assertEqual(node.count("error"), 0)

    def test_nothing_listens_at_port_0_or_nowhere_and_that_is_told(self):
        node = self.node(listen=False)
        for address, port in (("127.0.0.1", 0), ("", fixed_port())):
            node.call("peer", address=address, port=port, retry_s=1)
            told = node.error("peer_unavailable")
            self.assertEqual((told["message"], told["peer"]["port"]), ("unable to connect to remote peer", port))
        self.assertEqual(node.count("error"), 0)

    def test_a_large_ping_is_answered_in_full(self):
        node = self.node()
        link = self.link(node)
        payload = b"x" * (5 << 20)
        self.assertEqual(link.ping(payload, TIMEOUT)["payload"], payload)


if __name__ == "__main__":
    unittest.main()
