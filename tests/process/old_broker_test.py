"""Debian's Broker 1.4, from before the protocol of today: both sides hear at once that this does not work, and nobody else suffers."""

import subprocess
import unittest

from nodes import SOON, TIMEOUT, ProcessTest

PYTHON = "/usr/bin/python3"  # the one that sees Debian's modules
OLD_NODE = """
import sys, broker
options = broker.BrokerOptions()
options.disable_ssl = sys.argv[1] == "T"
endpoint = broker.Endpoint(broker.Configuration(options))
events = endpoint.make_status_subscriber(True)
if len(sys.argv) > 2:
    endpoint.peer_nosync("127.0.0.1", int(sys.argv[2]), 1.0)
else:
    print(endpoint.listen("127.0.0.1", 0), flush=True)
while True:
    print(events.get(), flush=True)
"""


def reason_to_skip():
    run = subprocess.run([PYTHON, "-c", "import broker; print(broker.Version.string())"], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        return "the package python3-broker is not installed"
    return None if run.stdout.startswith("1.") else f"python3-broker is {run.stdout.strip()}, which is not an old one"


class OldBrokerTest(ProcessTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if reason := reason_to_skip():
            raise unittest.SkipTest(reason)

    def old_node(self, *arguments):
        process = subprocess.Popen([PYTHON, "-c", OLD_NODE, *arguments], stdout=subprocess.PIPE, text=True)

        def end():
            process.kill()
            process.wait(TIMEOUT)
            process.stdout.close()

        self.addCleanup(end)
        return process

    def goes_on(self, node, tls, before):
        """The old one tries again each second; that costs nothing, and others are served."""
        self.serves(node, tls)
        node.not_busy(1.5, 0.2)
        self.assertLessEqual(node.descriptors(), before + 2)
        self.assertEqual(node.peers(), [])

    def check_that_connecting_is_refused(self, disable_ssl, tls):
        node = self.node(disable_ssl=disable_ssl)
        before = node.descriptors()
        old = self.old_node(disable_ssl)
        node.peer(int(old.stdout.readline()), retry_s=1)
        self.assertIn("does it speak the protocol of Zeek 5 and later?", node.error("peer_unavailable", timeout=SOON)["detail"])
        self.goes_on(node, tls, before)

    def check_that_being_connected_to_is_refused(self, disable_ssl, tls):
        node = self.node(disable_ssl=disable_ssl)
        before = node.descriptors()
        old = self.old_node(disable_ssl, str(node.port))
        node.wait_for_log("connection from 127.0.0.1", "refused", "does it speak the protocol of Zeek 5 and later?", timeout=SOON)
        self.assertIn("unable to connect to remote peer", old.stdout.readline())
        self.goes_on(node, tls, before)

    def test_connecting_to_it(self):
        self.check_that_connecting_is_refused("T", None)

    def test_connecting_to_it_with_tls(self):
        self.check_that_connecting_is_refused("F", "anonymous")

    def test_being_connected_to_by_it(self):
        self.check_that_being_connected_to_is_refused("T", None)

    def test_being_connected_to_by_it_with_tls(self):
        self.check_that_being_connected_to_is_refused("F", "anonymous")

    def test_one_with_tls_meets_a_node_without(self):
        node = self.node(disable_ssl="T")
        self.old_node("F", str(node.port))
        node.wait_for_log("refused", "does it use TLS", timeout=SOON)
        self.serves(node)


if __name__ == "__main__":
    unittest.main()
