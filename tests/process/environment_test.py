"""The environment variables that Zeek's scripts know win over what a program asks for."""

import unittest

from nodes import ProcessTest, fixed_port


class EnvironmentTest(ProcessTest):
    def node_with(self, *settings, **options):
        return self.node(under=("env", *settings), **options)

    def test_connect_retry(self):
        port = fixed_port()
        node = self.node_with("ZEEK_DEFAULT_CONNECT_RETRY=1", listen=False)
        node.peer(port, retry_s=0)
        self.assertIn("trying again in 1 s", node.error("peer_unavailable")["detail"])
        self.node(port=port)
        node.status("peer_added")

    def test_no_connect_retry(self):
        node = self.node_with("ZEEK_DEFAULT_CONNECT_RETRY=0", listen=False)
        node.peer(fixed_port(), retry_s=30)
        self.assertIn("not trying again", node.error("peer_unavailable")["detail"])

    def test_listen_retry(self):
        first = self.node(port=fixed_port())
        node = self.node_with("ZEEK_DEFAULT_LISTEN_RETRY=1", listen=False)
        self.assertFalse(node.try_call("listen", address="127.0.0.1", port=first.port)["ok"])
        first.kill()
        node.wait_for_log("listening on", str(first.port))
        node.port = first.port
        self.serves(node)

    def test_threads(self):
        one, five = self.node(), self.node_with("ZEEK_BROKER_MAX_THREADS=5", max_threads=2)
        self.assertEqual(five.threads() - one.threads(), 4)
        self.serves(five)

    def test_a_variable_that_is_empty_is_not_set(self):
        node = self.node_with("ZEEK_BROKER_MAX_THREADS=", max_threads=3)
        self.assertEqual(node.threads(), self.node(max_threads=3).threads())

    def test_what_cannot_be_read_is_refused_with_its_name(self):
        for variable in ("ZEEK_BROKER_MAX_THREADS", "ZEEK_DEFAULT_CONNECT_RETRY", "ZEEK_DEFAULT_LISTEN_RETRY"):
            for value in ("many", "-1", "1x"):
                with self.subTest(variable=variable, value=value):
                    reply = self.process(("env", f"{variable}={value}")).try_start()
                    self.assertFalse(reply["ok"])
                    self.assertIn(variable, reply["error"])
                    self.assertIn(value, reply["error"])


if __name__ == "__main__":
    unittest.main()
