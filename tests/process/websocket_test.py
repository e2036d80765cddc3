"""WebSocket clients of real processes: what is more than the conformance cases ask for. Fast and slow ones, limits, scripts, TLS."""

import contextlib
import json
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

from nodes import BINARY, ONE, TIMEOUT, ProcessTest, fixed_port, peer
from peer import CLOSE, PING, PONG, TEXT, WebSocket, ws_frame
from tls_test import Authority
from web_nodes import WebProcessTest, get, message


class WebSocketTest(WebProcessTest):
    def test_a_client_that_floods_is_slowed_down_and_loses_nothing(self):
        node = self.server("in")
        client = self.client(node)
        count = 5000
        frames = b"".join(ws_frame(TEXT, message("in", ("vector", [("count", i), ("string", b"x" * 5000)])).encode()) for i in range(count))
        node.leave_output_unread()
        sender = threading.Thread(target=client.sock.sendall, args=(frames,))
        client.sock.settimeout(None)
        sender.start()
        sender.join(1)
        self.assertTrue(sender.is_alive(), "what nobody reads must not be taken without limit")
        node.read_output()
        self.assertEqual(node.numbers(count, 3 * TIMEOUT), list(range(count)))
        sender.join(TIMEOUT)
        self.assertFalse(sender.is_alive())

    def test_a_slow_client_is_told_what_it_missed(self):
        node = self.server(peer_queue_messages=100, peer_queue_overflow="drop_oldest", peer_patience="0.01sec", peer_stall_timeout="0.05sec")
        slow = self.client(node, "out")
        count = 3000
        node.publish_numbered("out", count, ("string", b"x" * 10000))
        node.publish("out", ("string", b"last"))
        received = missing = 0
        while True:
            text = json.loads(slow.recv())
            if text["type"] == "error":
                self.assertEqual(text["code"], "queue_full")
                self.assertEqual(list(text["missing"]), ["out"])
                self.assertEqual(text["missing"]["out"], int(text["context"].split()[0]))
                missing += text["missing"]["out"]
            elif text["data"] == "last":
                break
            else:
                received += 1
        self.assertGreater(missing, 0)
        self.assertEqual(received + missing, count)

    def test_a_client_that_does_not_read_is_cut_off_with_a_reason_and_others_go_on(self):
        node = self.server(peer_queue_messages=100, peer_stall_timeout="1sec")
        stuck, good = self.client(node, "out"), self.client(node, "out")
        seen = []
        reader = threading.Thread(target=lambda: seen.extend(self.data(good) for _ in range(3000)))
        reader.start()
        node.publish_numbered("out", 3000, ("string", b"x" * 10000))
        reader.join(3 * TIMEOUT)
        self.assertEqual([m["data"][0]["data"] for m in seen], list(range(3000)))
        node.status("peer_lost")
        node.wait_for_log("lost connection to client", "queue")
        try:
            self.assertEqual(self.close_code(stuck), 1008)
        except (peer.PeerError, OSError):
            pass  # it had so much to read that the connection ended first

    def test_by_default_a_slow_client_is_told_what_it_missed_of_each_topic_before_it_is_cut_off(self):
        node = self.server(peer_queue_messages=100, peer_stall_timeout="0.2sec")
        slow = self.client(node, "out")
        for topic in ('out/"a"', "out/b"):
            node.publish_numbered(topic, 500, ("string", b"x" * 50000))
        received, told = {}, {}
        while True:
            _, opcode, payload = slow.recv_ws_frame(time.monotonic() + TIMEOUT)
            if opcode == CLOSE:
                self.assertEqual(int.from_bytes(payload[:2], "big"), 1008)
                break
            text = json.loads(payload)
            if text["type"] == "error":
                told = text["missing"]
            else:
                received[text["topic"]] = received.get(text["topic"], 0) + 1
        # What was published once it was cut off was not meant for it.
        self.assertGreater(sum(told.values()), 0)
        for topic, missing in told.items():
            self.assertLessEqual(received.get(topic, 0) + missing, 500)
        self.assertIn('out/"a"', told)

    def test_pages_of_other_hosts_may_connect_only_if_they_are_listed(self):
        node = self.server("in", websocket_origins="https://good.example")

        def status_for(origin):
            with contextlib.suppress(peer.PeerError):
                client = WebSocket(node.web, handshake=False)
                self.addCleanup(client.sock.close)
                client.upgrade(headers=[f"Origin: {origin}"])
            return client.status

        self.assertEqual(status_for("https://good.example"), 101)
        self.assertEqual(status_for("http://localhost"), 101)  # as in the field Host
        for origin in ("https://evil.example", "null", "http://good.example"):
            self.assertEqual(status_for(origin), 403, origin)

    def test_clients_may_say_who_they_are(self):
        node = self.server("in")
        client = WebSocket(node.web, headers=["X-Application-Name: dashboard"])
        self.addCleanup(client.sock.close)
        client.send("[]")
        node.status("peer_added")
        node.wait_for_log("is dashboard")
        page = json.loads(get(node.web, "/v1/status/json")[1])
        self.assertEqual([c["application"] for c in page["clients"]], ["dashboard"])

    def next_ping(self, client):
        while True:
            _, opcode, payload = client.recv_ws_frame(time.monotonic() + TIMEOUT)
            if opcode == PING:
                return payload

    def test_clients_are_pinged_and_their_answers_are_timed(self):
        node = self.server("in", websocket_ping_interval="0.05sec", websocket_idle_timeout="60sec")
        client = self.client(node)
        for number in range(3):
            payload = self.next_ping(client)
            self.assertEqual(payload, str(number + 1).encode())
            client.sock.sendall(ws_frame(PONG, payload))
        client.send(message("in", ONE))
        node.message("in")
        self.next_ping(client)
        page = json.loads(get(node.web, "/v1/status/json")[1])
        self.assertEqual(sum(page["latencies"]["client_round_trips"]), 3)
        self.assertGreater(page["clients"][0]["round_trip"], 0)

    def test_a_client_that_gives_no_sign_of_life_is_let_go_if_that_is_wanted(self):
        node = self.server("in", websocket_ping_interval="0.1sec", websocket_idle_timeout="0.5sec")
        silent, alive = self.client(node), self.client(node)
        over = threading.Event()

        def answer():
            while not over.is_set():
                alive.sock.sendall(ws_frame(PONG, self.next_ping(alive)))

        reader = threading.Thread(target=answer)
        reader.start()
        self.assertEqual(self.close_code(silent), 1008)
        node.status("peer_lost")
        over.set()
        reader.join(TIMEOUT)
        alive.send(message("in", ONE))
        node.message("in")

    def test_messages_of_clients_go_to_peers_only_if_messages_are_forwarded(self):
        for forwards in (False, True):
            node = self.server("a", forwarding=forwards)
            other = self.node("a")
            self.connect(other, node)
            first, second = self.client(node, "a"), self.client(node, "a")
            first.send(message("a/1", ONE))
            node.expect_message("a/1", ONE)
            self.assertEqual(self.data(second)["topic"], "a/1")
            if forwards:
                other.expect_message("a/1", ONE)
            node.publish("a/2", ONE)
            self.assertEqual(self.data(first)["topic"], "a/2")
            other.expect_message("a/2", ONE)
            self.assertFalse([e for e in other.take_stream() if e["event"] == "message"])

    def test_a_node_that_ends_says_goodbye(self):
        node = self.server()
        client = self.client(node)
        threading.Thread(target=node.stop).start()
        self.assertEqual(self.close_code(client), 1000)

    def test_a_client_that_says_nothing_is_let_go(self):
        node = self.server(handshake_timeout="0.2sec")
        for connect in (lambda: socket.create_connection(("127.0.0.1", node.web)), lambda: WebSocket(node.web).sock):
            with connect() as sock:
                sock.settimeout(TIMEOUT)
                while sock.recv(4096):
                    pass
        good = self.client(node, "x")
        node.publish("x", ONE)
        self.assertEqual(self.data(good)["topic"], "x")

    def test_answers_that_nobody_reads_do_not_pile_up(self):
        node = self.server()
        rude = WebSocket(node.web)
        self.addCleanup(rude.sock.close)
        rude.send("[]")
        before = node.memory_mib()
        rude.sock.settimeout(1)
        with self.assertRaises(TimeoutError):
            while True:
                rude.sock.sendall(ws_frame(TEXT, b"x") * 10000)
        self.assertLess(node.memory_mib() - before, 100)
        node.status("peer_added")
        good = self.client(node, "x")
        node.publish("x", ONE)
        self.assertEqual(self.data(good)["topic"], "x")

    def test_many_clients_share_what_is_published(self):
        node = self.server("in")
        clients = [self.client(node, "out") for _ in range(300)]
        node.publish_numbered("out", 20)
        for client in clients:
            self.assertEqual([self.data(client)["data"][0]["data"] for _ in range(20)], list(range(20)))
        for client in clients:
            client.close()
        for _ in clients:
            node.status("peer_lost")

    def test_large_messages_beyond_the_limit_end_the_connection(self):
        node = self.server("in", max_frame_size=100000)
        client = self.client(node)
        client.send(message("in", ("string", b"x" * 50000)))
        node.message("in")
        try:
            client.send(message("in", ("string", b"x" * 500000)))
            self.assertEqual(self.close_code(client), 1009)
        except (peer.PeerError, OSError):
            pass  # the rest of it was not read any more
        node.status("peer_lost")

    def test_health_page(self):
        node = self.server()
        self.assertEqual(get(node.web, "/healthz"), (200, "ok\n"))
        status, body = get(node.web, "/other")
        self.assertEqual(status, 400)
        self.assertIn("invalid path; try /v1/messages/json", body)

    def test_status_page(self):
        node = self.server("mine")
        client = self.client(node, "his")
        client.send(message("mine", ONE))
        node.message("mine")
        status, body = get(node.web, "/v1/status/json")
        page = json.loads(body)
        self.assertEqual((status, page["endpoint"], page["filter"]), (200, node.info["node_id"], ["his", "mine"]))
        self.assertEqual([c["messages_in"] for c in page["clients"]], [1])
        self.assertEqual(page["messages"]["delivered"], 1)

    def test_tls_with_certificates(self):
        folder = tempfile.mkdtemp(prefix="whimbrel-test-")
        self.addCleanup(shutil.rmtree, folder, True)
        authority = Authority(folder, "trusted")
        server, mine = authority.certificate("server"), authority.certificate("client")
        node = self.server("in", disable_ssl="F", **server)

        def connect(certificate):
            context = ssl.create_default_context(cafile=authority.file)
            context.check_hostname = False
            if certificate:
                context.load_cert_chain(mine["ssl_certificate"], mine["ssl_keyfile"])
            client = WebSocket(node.web, handshake=False)
            client.sock = context.wrap_socket(client.sock)
            self.addCleanup(client.sock.close)
            client.upgrade()
            return client

        with self.assertRaises((OSError, peer.PeerError)):
            connect(False)
        client = connect(True)
        client.send("[]")
        client.recv()
        client.send(message("in", ("string", b"x" * 100000)))
        node.expect_message("in", ("string", b"x" * 100000))


SCRIPT = """
redef Broker::disable_ssl = T;
global ping: event(text: string, n: count);
global pong: event(text: string, n: count);
event ping(text: string, n: count) { Broker::publish("/out", pong, text, n + 1); }
event Broker::peer_added(e: Broker::EndpointInfo, msg: string) { print "here", msg; Broker::publish("/out", pong, "hello", 0); }
event Broker::peer_lost(e: Broker::EndpointInfo, msg: string) { print "gone", msg; terminate(); }
event zeek_init()
    {
    Broker::subscribe("/in");
    print Broker::listen_websocket("127.0.0.1", 0/tcp);
    }
"""

CLUSTER_SCRIPT = """
event Cluster::websocket_client_added(e: Cluster::EndpointInfo, subscriptions: string_vec)
    {
    print "added", e$network$address, e?$application_name ? e$application_name : "-", subscriptions;
    }
event Cluster::websocket_client_lost(e: Cluster::EndpointInfo, code: count, reason: string) { print "lost", code, reason; }
event rest()
    {
    local tls = Cluster::WebSocketTLSOptions($cert_file=getenv("CERTIFICATE"), $key_file=getenv("KEY"), $enable_peer_verification=T,
                                             $ca_file=getenv("TRUSTED"));
    print Cluster::listen_websocket([$listen_addr=127.0.0.1, $listen_port=MUTUAL/tcp, $tls_options=tls]),
          Cluster::listen_websocket([$listen_addr=127.0.0.1, $listen_port=PLAIN/tcp]),
          Cluster::listen_websocket([$listen_addr=127.0.0.1, $listen_port=0/tcp, $tls_options=[$cert_file="x"]]),
          Cluster::listen_websocket([$listen_addr=127.0.0.1, $listen_port=0/tcp, $tls_options=[$cert_file="x", $key_file="y"]]);
    }
event zeek_init()
    {
    local tls = Cluster::WebSocketTLSOptions($cert_file=getenv("CERTIFICATE"), $key_file=getenv("KEY"));
    print Cluster::listen_websocket([$listen_host="127.0.0.1", $listen_port=PLAIN/tcp]),
          Cluster::listen_websocket([$listen_addr=127.0.0.1, $listen_port=SECURE/tcp, $tls_options=tls]);
    schedule 0sec { rest() };  # errors in zeek_init would end the process
    }
"""


class ProgramTest(ProcessTest):
    def start(self, *arguments, errors=subprocess.DEVNULL, **options):
        process = subprocess.Popen([BINARY / "whimbrel", *arguments], stdout=subprocess.PIPE, stderr=errors, text=True, **options)
        self.addCleanup(process.wait, TIMEOUT)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        return process

    def test_a_script_and_a_client_exchange_events(self):
        folder = self.folder()
        (folder / "server.zeek").write_text(SCRIPT)
        run = self.start("run", "server.zeek", cwd=folder)
        client = WebSocket(int(run.stdout.readline().split("/")[0]))
        self.addCleanup(client.sock.close)
        client.send('["/out"]')
        client.recv()

        def event():
            """Name and arguments of the next one. With only this client there, publishing must not be idle."""
            name, arguments = json.loads(client.recv())["data"][2]["data"][:2]
            return name["data"], [a["data"] for a in arguments["data"]]

        self.assertEqual(event(), ("pong", ["hello", 0]))
        ping = ("vector", [("count", 1), ("count", 1), ("vector", [("string", b"ping"), ("vector", [("string", b"hi"), ("count", 5)])])])
        client.send(message("/in", ping))
        self.assertEqual(event(), ("pong", ["hi", 6]))
        client.close()
        self.assertEqual(run.stdout.read(), "here, handshake successful\ngone, lost connection to client\n")
        self.assertEqual(run.wait(TIMEOUT), 0)

    def test_listeners_of_the_module_cluster_have_tls_of_their_own(self):
        folder = self.folder()
        authority = Authority(folder, "trusted")
        server, mine = authority.certificate("server"), authority.certificate("client")
        ports = {name: fixed_port() for name in ("PLAIN", "SECURE", "MUTUAL")}
        script = CLUSTER_SCRIPT
        for name, port in ports.items():
            script = script.replace(name, str(port))
        (folder / "server.zeek").write_text(script)
        files = {"CERTIFICATE": server["ssl_certificate"], "KEY": server["ssl_keyfile"], "TRUSTED": authority.file}
        with (folder / "errors").open("w") as errors:
            run = self.start("run", "server.zeek", cwd=folder, env={**os.environ, **files}, errors=errors)
        self.assertEqual([run.stdout.readline() for _ in range(2)], ["T, T\n", "T, F, F, F\n"])
        errors = (folder / "errors").read_text()
        for reason in ("Address already in use", "cert_file and key_file go together", "cannot load the certificate x (certificate): No such file or directory"):
            self.assertIn(reason, errors)

        def connect(port, context=None):
            client = WebSocket(port, handshake=False)
            if context:
                client.sock = context.wrap_socket(client.sock)
            self.addCleanup(client.sock.close)
            client.upgrade(headers=["X-Application-Name: trial"])
            client.send('["/a", "/b"]')
            client.recv()
            return client

        context = ssl.create_default_context(cafile=authority.file)
        context.check_hostname = False
        with self.assertRaises((OSError, peer.PeerError)):
            connect(ports["MUTUAL"], context)
        for name in ports:
            if name == "MUTUAL":
                context.load_cert_chain(mine["ssl_certificate"], mine["ssl_keyfile"])
            client = connect(ports[name], None if name == "PLAIN" else context)
            self.assertEqual(run.stdout.readline(), "added, 127.0.0.1, trial, [/a, /b]\n")
            client.close()
            self.assertEqual(run.stdout.readline(), "lost, 1000, \n")
        client = connect(ports["PLAIN"])
        run.stdout.readline()
        client.sock.close()
        self.assertEqual(run.stdout.readline(), "lost, 1006, \n")
        run.terminate()
        self.assertEqual(run.wait(TIMEOUT), 0)

    def test_the_node_program_tells_where_clients_connect(self):
        node = self.start("node", "--websocket", "127.0.0.1:0", "--disable-ssl", "--subscribe", "a", "--print")
        words = dict(word.split("=") for word in node.stdout.readline().split())
        client = WebSocket(int(words["websocket"].split(":")[1]))
        self.addCleanup(client.sock.close)
        client.send("[]")
        self.assertEqual(json.loads(client.recv())["endpoint"], words["node"])
        client.send(message("a/1", ONE))
        self.assertIn("a/1", node.stdout.readline())


if __name__ == "__main__":
    unittest.main()
