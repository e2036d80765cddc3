"""Peerings that end without a goodbye, and listeners that come late or again."""

import signal
import socket
import unittest

from nodes import ONE, ProcessTest, fixed_port, peer, wire


class ReconnectTest(ProcessTest):
    def test_a_killed_listener_that_comes_back_at_its_port_is_peered_again_with_all_subscriptions(self):
        client = self.node("a/", listen=False)
        server = self.node("b/", port=fixed_port())
        self.connect(client, server, retry_s=1)
        for _ in range(3):
            server.kill()
            client.status("peer_lost")
            client.status("endpoint_unreachable")
            server = self.node("b/", port=server.port)
            client.status("peer_added")
            server.status("peer_added")
            server.publish("a/1", ONE)
            client.expect_message("a/1", ONE)
            client.publish("b/1", ONE)
            server.expect_message("b/1", ONE)
        self.assertTrue(client.is_peered())
        client.not_busy(0.5, 0.3)

    def test_a_killed_connector_that_comes_back_is_peered_again(self):
        server = self.node("b/")
        before = server.descriptors()
        for _ in range(5):
            client = self.node("a/", listen=False)
            self.connect(client, server)
            server.publish("a/1", ONE)
            client.expect_message("a/1", ONE)
            client.kill()
            server.status("peer_lost")
        self.assertEqual(server.peers(), [])
        self.eventually(lambda: server.descriptors() <= before, "descriptors to be closed")

    def test_a_loss_is_told_as_a_gap_of_unknown_size(self):
        client, server = self.node("a/", listen=False), self.node("b/")
        self.connect(client, server)
        server.kill()
        gap = client.wait_event(lambda e: e["event"] == "gap", what="gap")
        self.assertEqual((gap["reason"], gap["messages"], gap["peer"]), ("path_lost", 0, server.info["node_id"]))

    def test_a_listener_that_is_not_there_yet_is_found_when_it_comes(self):
        port = fixed_port()
        client = self.node("a/", listen=False)
        client.peer(port, retry_s=1)
        told = client.error("peer_unavailable")
        self.assertIn(f"127.0.0.1:{port}", told["detail"])
        self.assertIn("refused", told["detail"])
        server = self.node(port=port)
        client.status("peer_added")
        server.status("peer_added")
        server.publish("a/1", ONE)
        client.expect_message("a/1", ONE)

    def test_a_port_in_use_is_an_error_and_with_retry_is_taken_once_it_is_free(self):
        first = self.node("a/", port=fixed_port())
        second = self.node("a/", listen=False)
        refused = second.try_call("listen", address="127.0.0.1", port=first.port)
        self.assertFalse(refused["ok"])
        self.assertIn(f"127.0.0.1:{first.port}", refused["error"])
        self.assertIn("in use", refused["error"])
        wanted = second.send("listen", address="127.0.0.1", port=first.port, retry_s=1)
        second.wait_for_log("in use")
        first.kill()
        reply = second.replies.get(timeout=10)
        self.assertEqual((reply["id"], reply["ok"], reply["port"]), (wanted, True, first.port))
        second.port = first.port
        self.serves(second)

    def test_a_stopped_listener_is_told_as_a_timeout_and_found_when_it_goes_on(self):
        """It accepts connections, as the kernel does that for it, and says nothing."""
        server = self.node("b/")
        client = self.node(listen=False, handshake_timeout="0.5sec")
        server.send_signal(signal.SIGSTOP)
        client.peer(server.port, retry_s=1)
        self.assertIn("no handshake", client.error("peer_unavailable")["detail"])
        client.error("peer_unavailable")
        client.not_busy(0.3, 0.3)
        server.send_signal(signal.SIGCONT)
        client.status("peer_added")
        client.publish("b/1", ONE)
        server.expect_message("b/1", ONE)

    def test_half_open_connections_end_after_the_handshake_timeout_while_others_are_served(self):
        server = self.node("a/", handshake_timeout="1sec")
        before = server.descriptors()
        silent = [peer.connect(server.port) for _ in range(20)]
        halfway = [peer.connect(server.port) for _ in range(20)]
        for link in silent + halfway:
            self.addCleanup(link.close)
        for link in halfway:
            link.send(wire.hello(link.id))
        self.serves(server)
        for link in silent + halfway:
            link.expect_closed()
        self.eventually(lambda: server.descriptors() <= before, "descriptors to be closed")
        self.assertEqual(server.peers(), [])
        server.wait_for_log("refused", "no handshake within 1 s")

    def test_a_connection_that_is_reset_in_any_phase_leaves_nothing_behind(self):
        server = self.node("a/")
        before = server.descriptors()
        for phase in ("connected", "hello", "peered"):
            for _ in range(30):
                link = peer.connect(server.port)
                if phase == "hello":
                    link.send(wire.hello(link.id))
                if phase == "peered":
                    link.handshake(True, ["x"])
                link.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                link.close()
        self.serves(server)
        self.eventually(lambda: server.descriptors() <= before, "descriptors to be closed")
        self.assertEqual(server.peers(), [])


if __name__ == "__main__":
    unittest.main()
