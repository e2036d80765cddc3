"""What tests of nodes with WebSocket clients share."""

import json
import socket
import time

from nodes import TIMEOUT, ProcessTest, wire
from peer import CLOSE, WebSocket


def message(topic, value):
    return json.dumps(wire.data_message_json(topic, value))


def get(port, path):
    """Status and body of a page."""
    with socket.create_connection(("127.0.0.1", port), TIMEOUT) as sock:
        sock.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        answer = b""
        while part := sock.recv(65536):
            answer += part
    head, body = answer.split(b"\r\n\r\n", 1)
    return int(head.split()[1]), body.decode()


class WebProcessTest(ProcessTest):
    def server(self, *prefixes, **options):
        node = self.node(*prefixes, **options)
        node.web = node.listen_websocket()
        return node

    def client(self, node, *topics):
        """A client whose subscriptions are in force."""
        client = WebSocket(node.web)
        self.addCleanup(client.sock.close)
        client.send(json.dumps(topics))
        self.assertEqual(json.loads(client.recv())["type"], "ack")
        node.status("peer_added")
        return client

    def data(self, client):
        """The next data message."""
        text = json.loads(client.recv())
        self.assertEqual(text["type"], "data-message", text)
        return text

    def close_code(self, client):
        """The code of the close frame that comes, after whatever else."""
        while True:
            _, opcode, payload = client.recv_ws_frame(time.monotonic() + TIMEOUT)
            if opcode == CLOSE:
                return int.from_bytes(payload[:2], "big")
