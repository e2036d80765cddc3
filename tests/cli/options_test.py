"""Options of an endpoint: each can be set by flag and by file, and does what is said of it."""

import json
import re
import socket
import unittest

from program import SECONDS, ProgramTest


class OptionsTest(ProgramTest):
    def test_each_can_be_set_by_flag_and_by_file(self):
        settings = dict(re.findall(r"(?m)^\| `(\w+)` \| \w+ \| `([^`]+)` \|", self.succeed("options", "--markdown")))
        self.assertGreater(len(settings), 30)
        flags = [f"--{name.replace('_', '-')}={default}" for name, default in settings.items()]
        file = self.write("node.conf", "".join(f"{name} = {default}\n" for name, default in settings.items()))
        for arguments in (flags, ["--config", file]):
            node = self.start_node(*arguments)
            self.assertEqual(node.interrupt(), 0)

    def test_ttl_says_how_many_connections_a_message_may_cross(self):
        hub = self.start_node("--forward-messages", "--forward", "my/")
        sub = self.start("sub", "--peer", hub.address, "--events", "--count", "1", "--json", "my/")
        sub.out.wait_for("peer_added")
        for ttl in 1, 2:
            self.succeed("pub", "--peer", hub.address, "--ttl", ttl, "--wait", "my/topic", "--value", ttl)
        self.assertEqual(json.loads(sub.out.wait_for("my/topic").string)["data"], 2)

    def test_connections_that_nobody_answers_end_after_the_connect_timeout(self):
        with socket.socket() as full:
            full.bind(("127.0.0.1", 0))
            full.listen(0)
            waiting = [socket.socket() for _ in range(4)]
            for client in waiting:  # once nobody can wait for accept() any more, no answer comes
                self.addCleanup(client.close)
                client.setblocking(False)
                client.connect_ex(full.getsockname())
            self.refuses(["pub", "--peer", "127.0.0.1:%d" % full.getsockname()[1], "--connect-timeout", "200ms", "--timeout", "1day",
                          "my/topic", "x"], "no connection in time", status=1)

    def test_before_a_peering_frames_have_a_limit_of_their_own(self):
        node = self.start_node("--disable-ssl", "--max-handshake-frame-size", "1KiB", "--max-frame-size", "1MiB")
        host, port = node.address.split(":")
        with socket.create_connection((host, int(port)), timeout=SECONDS) as client:
            client.sendall((1025).to_bytes(4, "big"))
            while client.recv(1000):
                pass
        node.err.wait_for("frame of 1025 bytes announced; at most 1024 are accepted")


if __name__ == "__main__":
    unittest.main()
