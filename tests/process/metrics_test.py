"""The pages of an endpoint: /metrics says what happened, stays small and well-formed whatever topics there are, and is what the documentation,
the dashboard and the alert rules speak of."""

import json
import re
import shutil
import signal
import subprocess
import unittest

from nodes import BINARY, ONE, SOURCE, wire
from peer import TEXT, WebSocket, ws_frame
from web_nodes import WebProcessTest, get, message

SAMPLE = re.compile(r'([a-z_:][a-z0-9_:]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (\S+)')
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\\n]|\\["\\n])*)"')


# Says where it listens, and sends 30 log records; when it is told to, 40 more.
SENDER = """
redef exit_only_after_terminate = T;
redef Broker::disable_ssl = T;
redef Log::enable_local_logging = F;
module Trial;
export {
    redef enum Log::ID += { LOG };
    type Info: record { n: count &log; };
    global more: event();
}
function write(n: count) { local i = 0; while ( i < n ) { Log::write(LOG, [$n=i]); ++i; } }
event zeek_init() {
    Log::create_stream(LOG, [$columns=Info, $path="trial"]);
    Log::remove_default_filter(Broker::LOG);
    print fmt("websocket=127.0.0.1:%d", port_to_count(Broker::listen_websocket("127.0.0.1", 0/tcp)));
    flush_all();
    Broker::subscribe("go");
    Broker::peer("127.0.0.1", PORT/tcp, 1hr);
}
event more() { write(40); }
event Broker::peer_added(e: Broker::EndpointInfo, msg: string) { if ( e$network$bound_port == PORT/tcp ) write(30); }
"""


def base_of(name):
    return re.sub(r"_(bucket|sum|count)$", "", name)


class Metrics:
    """A page of metrics, checked line by line."""

    def __init__(self, text):
        self.values, self.types = {}, {}
        for line in text.splitlines():
            if line.startswith("# HELP "):
                continue
            if line.startswith("# TYPE "):
                name, kind = line.split(" ")[2:]
                assert name not in self.types, line
                self.types[name] = kind
                continue
            found = SAMPLE.fullmatch(line)
            assert found, line
            name, labels, value = found.groups()
            family = name if name in self.types else base_of(name)
            assert family == list(self.types)[-1], f"{line!r} does not stand below its TYPE"
            key = (name, *sorted(LABEL.findall(labels or "")))
            assert key not in self.values, f"{line!r} is there twice"
            self.values[key] = float(value)
        self.check_histograms()

    def check_histograms(self):
        for name in (name for name, kind in self.types.items() if kind == "histogram"):
            series = {}
            for key, value in self.values.items():
                if key[0] == name + "_bucket":
                    bound = dict(key[1:])["le"]
                    others = tuple(label for label in key[1:] if label[0] != "le")
                    series.setdefault(others, []).append((float(bound), value))
            assert series, name
            for others, buckets in series.items():
                buckets.sort()
                counts = [count for _, count in buckets]
                assert counts == sorted(counts), name
                assert buckets[-1] == (float("inf"), self.values[(name + "_count", *others)]), name
                assert (name + "_sum", *others) in self.values, name

    def __call__(self, metric, /, **labels):
        return self.values.get((metric, *sorted(labels.items())))

    def sum(self, metric, /, **labels):
        return sum(value for key, value in self.values.items() if key[0] == metric and labels.items() <= dict(key[1:]).items())

    def labels(self, name, label):
        return {dict(key[1:])[label] for key in self.values if key[0] == name}


class MetricsTest(WebProcessTest):
    def metrics(self, node):
        status, body = get(node.web, "/metrics")
        self.assertEqual(status, 200)
        return Metrics(body)

    def metrics_when(self, node, condition):
        """The first page of which that is true; the test has a limit of time."""
        while not condition(page := self.metrics(node)):
            pass
        return page

    def test_what_peers_clients_and_topics_did_is_counted(self):
        node, other = self.server("in"), self.node("out")
        self.connect(other, node)
        client = self.client(node, "out")
        for _ in range(3):
            client.send(message("in/client", ONE))
        client.send("nonsense")
        other.publish("in/peer", ONE)
        node.message("in/peer")
        node.publish("out/1", ONE)
        self.data_after_error(client)
        other.expect_message("out/1", ONE)
        page = self.metrics_when(node, lambda page: page("whimbrel_topic_messages_total", topic="in/peer", direction="received"))
        self.assertEqual(page("broker_connections", type="native"), 1)
        self.assertEqual(page("broker_connections", type="web-socket"), 1)
        self.assertEqual(page("broker_processed_messages_total", type="data"), 5)
        self.assertEqual(page("whimbrel_messages_total", kind="published"), 1)
        self.assertEqual(page("whimbrel_messages_total", kind="received"), 4)
        self.assertEqual(page("whimbrel_topic_messages_total", topic="in/client", direction="received"), 3)
        self.assertEqual(page("whimbrel_topic_messages_total", topic="out/1", direction="published"), 1)
        self.assertGreater(page("whimbrel_topic_bytes_total", topic="out/1", direction="published"), 10)
        self.assertEqual(page.labels("whimbrel_peer_messages_total", "peer"), {other.info["node_id"]})
        self.assertEqual(page("whimbrel_client_messages_total", direction="in"), 3)
        self.assertEqual(page("whimbrel_client_mistakes_total"), 1)
        self.assertGreater(page.sum("whimbrel_turn_seconds_count"), 0)
        self.assertGreater(page.sum("whimbrel_queue_seconds_count", to="client"), 0)
        self.assertGreater(page.sum("whimbrel_queue_seconds_count", to="subscriber"), 0)
        self.assertGreater(page("process_resident_memory_bytes"), 1e6)
        client.close()
        gone = self.metrics_when(node, lambda page: page("broker_connections", type="web-socket") == 0)
        self.assertEqual(gone("whimbrel_client_messages_total", direction="in"), 3)
        self.assertGreaterEqual(gone("whimbrel_client_bytes_total", direction="out"), page("whimbrel_client_bytes_total", direction="out"))

    def data_after_error(self, client):
        self.assertEqual(json.loads(client.recv())["type"], "error")
        self.data(client)

    def test_stores_are_listed(self):
        node = self.server()
        node.call("store_master", name="cities", backend="memory")
        page = self.metrics(node)
        self.assertEqual(page("whimbrel_stores", name="cities", type="master"), 1)
        self.assertEqual(page("whimbrel_store_queue_commands", name="cities", type="master"), 0)
        self.assertEqual(json.loads(get(node.web, "/v1/status/json")[1])["stores"], [{"name": "cities", "type": "master", "queued_commands": 0}])

    def test_stores_tell_how_they_get_on(self):
        node, other = self.server(), self.node()
        node.call("store_master", name="cities", backend="sqlite", path=str(self.folder() / "cities.sqlite"))
        self.connect(other, node)
        other.call("store_clone", name="cities")
        for i, expiry in enumerate([None, None, 0.01]):
            node.call("store_op", name="cities", op="put", args=[wire.to_json(("count", i))] * 2, expiry_s=expiry)
        master, clone = {"name": "cities", "type": "master"}, {"name": "cities", "type": "clone"}
        page = self.metrics_when(node, lambda page: page("whimbrel_store_expirations_total", **master) == 1 and page("whimbrel_store_clones", **master) == 1)
        self.assertEqual(page("whimbrel_store_entries", **master), 2)
        self.assertGreaterEqual(page("whimbrel_store_snapshots_total", **master), 1)
        self.assertEqual(page("whimbrel_store_failures_total", **master), 0)
        self.assertGreater(page("whimbrel_store_commands_total", direction="in", **master), 0)
        self.assertGreater(page("whimbrel_store_commands_total", direction="out", **master), 0)
        self.metrics_when(node, lambda page: page("whimbrel_store_unacknowledged_changes", **master) == 0)
        other.web = other.listen_websocket()
        self.metrics_when(other, lambda page: page("whimbrel_store_in_step", **clone) == 1 and page("whimbrel_store_entries", **clone) == 2)
        entries = [m for m in json.loads(get(node.web, "/v1/status/json")[1])["metrics"] if m["name"] == "whimbrel_store_entries"]
        self.assertEqual(entries, [{"name": "whimbrel_store_entries", "labels": master, "value": 2}])
        other.stop()  # says goodbye; otherwise the master would wait for 50 seconds
        self.eventually(lambda: self.metrics(node)("whimbrel_store_clones", **master) == 0, "the clone is forgotten", timeout=20)

    def run_whimbrel(self, *command):
        """A process whose first line says where it is: its ports, by what they are for."""
        folder = self.folder()
        with open(folder / "notes", "wb") as notes:
            run = subprocess.Popen([BINARY / "whimbrel", *command], cwd=folder, stdout=subprocess.PIPE, stderr=notes, text=True)
        run.folder = folder
        self.addCleanup(run.stdout.close)
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        run.ports = {what: int(port) for what, port in re.findall(r"(\w+)=127\.0\.0\.1:(\d+)", run.stdout.readline())}
        run.web = run.ports["websocket"]
        return run

    def logger(self):
        return self.run_whimbrel("logger", "--no-tls", "--listen", "127.0.0.1:0", "--websocket", "127.0.0.1:0")

    def test_log_records_are_counted_by_those_who_send_and_who_write_them(self):
        logger = self.logger()
        script = self.folder() / "sender.zeek"
        script.write_text(SENDER.replace("PORT", str(logger.ports["listen"])))
        sender = self.run_whimbrel("run", "-b", "base/frameworks/broker", script)
        page = self.metrics_when(sender, lambda page: page("whimbrel_log_records_confirmed_total") == 30)
        self.assertEqual(page("whimbrel_log_records_total", direction="out"), 30)
        self.assertEqual(page("whimbrel_log_records_lost_total", direction="out"), 0)
        page = self.metrics_when(logger, lambda page: page("whimbrel_log_records_total", direction="in") == 30)
        self.assertEqual(page("whimbrel_log_records_lost_total", direction="in"), 0)
        self.assertEqual(page("whimbrel_log_records_unwritten_total"), 0)
        logger.send_signal(signal.SIGSTOP)
        client = WebSocket(sender.web)
        self.addCleanup(client.sock.close)
        client.send("[]")
        self.assertEqual(json.loads(client.recv())["type"], "ack")
        client.send(message("go", ("vector", [ONE, ONE, ("vector", [("string", b"Trial::more"), ("vector", [])])])))
        self.metrics_when(sender, lambda page: page("whimbrel_log_records_total", direction="out") == 70)
        self.assertEqual((sender.folder / "notes").read_text(), "")
        logger.kill()
        self.metrics_when(sender, lambda page: page("whimbrel_log_records_lost_total", direction="out") == 40)
        value = [m["value"] for m in json.loads(get(sender.web, "/v1/status/json")[1])["metrics"] if m["name"] == "whimbrel_log_records_lost_total"]
        self.assertEqual(sorted(value), [0, 40])

    def test_losses_are_counted_by_peer_and_topic(self):
        node = self.server(peer_queue_messages=100, peer_queue_overflow="drop_newest", peer_patience="0.01sec", peer_stall_timeout="0.05sec")
        slow = self.client(node, "out")
        node.publish_numbered("out/much", 3000, ("string", b"x" * 10000))
        page = self.metrics_when(node, lambda page: page("whimbrel_messages_total", kind="published") == 3000)
        lost = page("whimbrel_client_lost_messages_total")
        self.assertGreater(lost, 0)
        self.assertEqual(page("whimbrel_topic_lost_messages_total", topic="out/much"), lost)
        received = 0
        while received < 3000 - lost:
            received += json.loads(slow.recv())["type"] == "data-message"
        self.metrics_when(node, lambda page: page("whimbrel_client_queue_messages") == 0)

    def test_hostile_topics_neither_break_the_page_nor_make_it_grow(self):
        node = self.server("in")
        client = self.client(node)
        nasty = ['in/"quoted"', "in/back\\slash", "in/line\nfeed", "in/\x7f\x01", "in/ü", 'in/"} 1', "in/" + "long" * 100, "in/nul\x00"]
        for topic in nasty:
            client.send(message(topic, ONE))
        frames = b"".join(ws_frame(TEXT, message(f"in/{i}", ONE).encode()) for i in range(5000))
        client.sock.sendall(frames)
        node.stream_until(lambda so_far: len(so_far) >= 5000 + len(nasty))
        page = self.metrics(node)
        self.assertLessEqual(len(page.labels("whimbrel_topic_messages_total", "topic")), 257)
        self.assertEqual(page.sum("whimbrel_topic_messages_total", direction="received"), 5000 + len(nasty))
        self.assertGreater(page("whimbrel_topic_messages_total", topic="", others="yes", direction="received"), 4000)
        status, body = get(node.web, "/v1/status/json")
        self.assertEqual(status, 200)
        self.assertLessEqual(len(json.loads(body)["topics"]), 256)

    def test_everything_is_documented_and_what_is_used_is_there(self):
        node = self.server(peer_queue_messages=100, peer_queue_overflow="drop_newest", peer_patience="0.01sec", peer_stall_timeout="0.05sec")
        node.call("store_master", name="cities", backend="memory")
        node.call("store_clone", name="villages")
        there = set(self.metrics(node).types) | set(self.metrics(self.logger()).types)
        page = (SOURCE / "docs/features/metrics.md").read_text()
        self.assertEqual(set(re.findall(r"^\| `(\w+)` \| (?:counter|gauge|histogram) \|", page, re.MULTILINE)), there)
        dashboard = json.loads((SOURCE / "docs/examples/grafana-dashboard.json").read_text())
        queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
        self.assertGreater(len(queries), 15)
        rules = (SOURCE / "docs/examples/alert-rules.yml").read_text()
        expressions = queries + re.findall(r"expr: (?:\|\n((?: {10}.*\n)+)|(.*))", rules)
        used = set()
        for text in expressions:
            used |= set(re.findall(r"\b((?:whimbrel|broker|process)_\w+)", "".join(text)))
        self.assertGreater(len(used), 20)
        self.assertEqual({name for name in used if base_of(name) not in there and name not in there}, set())

    def test_curl_gets_the_page_as_prometheus_wants_it(self):
        if not shutil.which("curl"):
            self.skipTest("curl is not installed")
        node = self.server()
        answer = subprocess.run(["curl", "-sSi", f"http://127.0.0.1:{node.web}/metrics"], capture_output=True, text=True, check=True).stdout
        head, body = answer.split("\n\n", 1)
        self.assertIn("Content-Type: text/plain; version=0.0.4; charset=utf-8", head)
        Metrics(body)


if __name__ == "__main__":
    unittest.main()
