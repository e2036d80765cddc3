"""whimbrel top shows what a node is doing: live on a terminal, and as text or JSON elsewhere."""

import json
import os
import signal
import unittest

from program import ProgramTest, TerminalTest


class NodeToWatch:
    """For tests: a node with WebSocket clients, and a publisher that keeps it busy."""

    def watch_node(self):
        node = self.start("node", "--no-tls", "--listen", "127.0.0.1:0", "--websocket", "127.0.0.1:0", "--subscribe", "zeek/")
        words = dict(word.split("=") for word in node.out.wait_for("websocket=").string.split())
        self.node_id, self.place = words["node"], words["websocket"]
        self.publisher = self.start("pub", "--no-tls", "--peer", words["listen"], "--rate", "200", "--count", "100000", "zeek/event/tick", "--value", "1")
        return node


class TopTest(NodeToWatch, ProgramTest):
    def test_once_prints_rates_of_peers_and_topics(self):
        self.watch_node()
        while True:
            top = self.run_program("top", "--no-tls", "--once", "--interval", "0.3s", self.place)
            self.assertEqual(top.status, 0, top)
            if "zeek/event/tick" in top.out:
                break
        self.assertIn(self.node_id, top.out)
        self.assertRegex(top.out, r"(?m)^peer +[0-9a-f-]{36} +127\.0\.0\.1:\d+ ")
        self.assertRegex(top.out, r"(?m)^zeek/event/tick +[1-9]\d* +0 ")
        self.assertNotIn("\x1b", top.out)

    def test_json_prints_the_page_in_one_line(self):
        self.watch_node()
        top = self.run_program("top", "--no-tls", "--json", "--count", "2", "--interval", "0.1s", self.place)
        pages = [json.loads(line) for line in top.out.splitlines()]
        self.assertEqual([page["endpoint"] for page in pages], [self.node_id] * 2)

    def test_it_says_what_is_wrong(self):
        node = self.watch_node()
        node.interrupt()
        self.assertIn(f"{self.place}: Connection refused; a node listens there if",
                      self.run_program("top", "--no-tls", "--once", self.place).err)
        self.assertEqual(self.run_program("top", "--once", "127.0.0.1:99999").status, 2)
        self.assertEqual(self.run_program("top", "--interval", "1ms").status, 2)

    def test_tls_that_does_not_fit_is_told(self):
        self.watch_node()
        top = self.run_program("top", "--once", self.place)
        self.assertEqual(top.status, 1)
        self.assertIn("does the other side use TLS, with settings like ours?", top.err)


class LiveTopTest(NodeToWatch, TerminalTest):
    def test_the_view_is_live_sorts_resizes_and_quits(self):
        node = self.watch_node()
        self.start_on_terminal("top", "--no-tls", "--interval", "0.2s", self.place)
        lines = self.screen_with(r"(?m)^zeek/event/tick +[1-9]", r"sorted by in ", r"(?m)^peer ", r"Peers 1, clients 0", r"(?m)^q quit")
        self.assertLessEqual(len(lines), 24)
        self.assertLessEqual(max(map(len, lines)), 80, lines)
        self.type("lr")
        self.screen_with(r"sorted by lost, reversed")
        self.type("t")
        without_peers = self.screen_with(r"(?m)^TOPIC")
        while any(line.startswith("peer ") for line in without_peers):
            without_peers = self.screen_with(r"(?m)^TOPIC")
        self.type("a")
        self.resize(50, 12)
        lines = self.screen_with(r"(?m)^q quit")
        while len(lines) > 12:
            lines = self.screen_with(r"(?m)^q quit")
        node.interrupt()
        self.screen_with(r"no answer, trying again: Connection refused")
        self.type("q")
        status, rest = self.rest_of_terminal()
        self.assertEqual(status, 0, rest)
        self.assertIn("\x1b[?1049l", rest)

    def test_a_signal_ends_it_and_gives_the_screen_back(self):
        self.watch_node()
        self.start_on_terminal("top", "--no-tls", self.place)
        self.screen_with(r"(?m)^q quit")
        os.kill(self.child, signal.SIGINT)
        status, rest = self.rest_of_terminal()
        self.assertEqual(status, 0, rest)
        self.assertIn("\x1b[?1049l", rest)


if __name__ == "__main__":
    unittest.main()
