"""whimbrel node: where it says it is, where its settings come from, what it passes on, how it ends."""

import re
import signal
import socket
import subprocess
import sys
import unittest

from program import PATIENCE, ProgramTest, unused_port


class NodeTest(ProgramTest):
    def test_the_first_line_says_who_and_where_it_is(self):
        node = self.start("node", "--listen", "127.0.0.1:0", "--listen", "[::1]:0")
        line = node.out.next()
        match = re.fullmatch(r"node=[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12} listen=127\.0\.0\.1:(\d+) listen=\[::1\]:(\d+)", line)
        self.assertTrue(match, line)
        socket.create_connection(("127.0.0.1", int(match.group(1)))).close()
        socket.create_connection(("::1", int(match.group(2)))).close()

    def test_a_hub_passes_messages_on(self):
        hub = self.start_node("--forward-messages", "--forward", "my/")
        sub = self.start("sub", "--peer", hub.address, "--events", "--count", 1, "my/")
        sub.out.wait_for("peer_added")
        self.succeed("pub", "--peer", hub.address, "my/topic", "ping")
        self.assertTrue(sub.out.wait_for(r"my/topic ping\(\)$"))

    def test_it_prints_what_it_subscribed_to_only_if_it_is_told_to(self):
        node = self.start_node("--subscribe", "my/", "--print", "--json")
        silent = self.start_node("--subscribe", "my/")
        for address in (node.address, silent.address):
            self.succeed("pub", "--peer", address, "my/topic", "--value", "1")
        self.assertEqual(node.out.next(), '{"type":"data-message","topic":"my/topic","@data-type":"count","data":1}')
        self.assertEqual(silent.interrupt(), 0)
        self.assertEqual(silent.out.rest(), [])

    def test_it_logs_who_comes_and_goes(self):
        node = self.start_node("--subscribe", "my/")
        self.succeed("pub", "--peer", node.address, "my/topic", "--value", "1")
        node.err.wait_for(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3} info    peered with [0-9a-f-]{36} at 127\.0\.0\.1:\d+")
        node.err.wait_for("the other side said goodbye")

    def test_quiet_leaves_the_log_empty(self):
        node = self.start_node("--quiet", "--subscribe", "my/")
        self.succeed("pub", "--peer", node.address, "my/topic", "--value", "1")
        self.assertEqual(node.interrupt(), 0)
        self.assertEqual(node.err.rest(), [])

    def test_two_nodes_find_each_other_again(self):
        holder, port = unused_port()
        first = self.start("node", "--peer", f"127.0.0.1:{port}", "--retry", "1sec")
        first.err.wait_for("Connection refused")
        holder.close()
        for _ in range(2):
            second = self.start("node", "--listen", f"127.0.0.1:{port}")
            first.err.wait_for("peered with")
            self.assertEqual(second.interrupt(), 0)
            first.err.wait_for("lost connection|said goodbye")

    def test_both_signals_end_it_with_a_goodbye(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            node = self.start_node()
            sub = self.start("sub", "--peer", node.address, "--events", "my/")
            sub.out.wait_for("peer_added")
            node.signal(number)
            self.assertEqual(node.wait(), 0)
            sub.out.wait_for("said goodbye")
            self.assertEqual(sub.wait(), 1)

    def test_a_second_signal_ends_it_at_once(self):
        node = self.start_node("--no-tls", "--linger", "1hr", "--unpeer-timeout", "1hr")
        peer = self.start("sub", "--no-tls", "--peer", node.address, "--events", "my/")
        peer.out.wait_for("peer_added")
        peer.signal(signal.SIGSTOP)  # it will not answer the goodbye
        node.signal(signal.SIGINT)
        node.err.wait_for("leaving")
        node.signal(signal.SIGINT)
        self.assertEqual(node.wait(), -signal.SIGINT)

    def test_it_reports_statistics_when_asked(self):
        node = self.start_node("--quiet", "--subscribe", "my/")
        self.succeed("pub", "--peer", node.address, "my/topic", "--value", "1")
        for number in (signal.SIGUSR1, signal.SIGHUP):
            node.signal(number)
            node.err.wait_for("messages: published 0, received 1, delivered 1, forwarded 0")

    def test_a_node_without_connections_is_refused(self):
        self.refuses(["node"], "--listen PORT", "whimbrel node --help")

    def test_a_port_in_use_is_named_with_a_way_out(self):
        node = self.start_node()
        self.refuses(["node", "--listen", node.address], f"cannot listen on {node.address}: Address already in use", "any free port", status=1)

    def test_a_port_in_use_can_be_waited_for(self):
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            address = "127.0.0.1:%d" % holder.getsockname()[1]
            node = self.start("node", "--listen", address, "--default-listen-retry", "200msec")
            node.err.wait_for(f"cannot listen on {address}: Address already in use; trying again in 200msec")
        node.err.wait_for(f"listening on {address}")
        self.succeed("ping", address, "--count", 1)

    def test_an_address_of_another_machine_is_refused(self):
        self.refuses(["node", "--listen", "192.0.2.1:0"], "cannot listen on 192.0.2.1:0", status=1)


class SettingsTest(ProgramTest):
    """What counts, from weak to strong: defaults, environment, file, flags. The waiting time of a retry shows it."""

    def retry_of(self, *arguments, **env):
        holder, port = unused_port()
        with holder:
            node = self.start("node", "--peer", f"127.0.0.1:{port}", *arguments, **env)
            return int(node.err.wait_for(r"trying again in (\d+) s").group(1))

    def test_defaults_environment_file_and_flags(self):
        config = self.write("node.conf", "default_connect_retry = 17sec\n")
        self.assertEqual(self.retry_of(), 30)
        self.assertEqual(self.retry_of(ZEEK_DEFAULT_CONNECT_RETRY="11"), 11)
        self.assertEqual(self.retry_of("--config", config, ZEEK_DEFAULT_CONNECT_RETRY="11"), 17)
        self.assertEqual(self.retry_of("--config", config, "--default-connect-retry", "23sec", ZEEK_DEFAULT_CONNECT_RETRY="11"), 23)
        self.assertEqual(self.retry_of("--retry", "29s", "--default-connect-retry", "23sec"), 29)

    def test_the_environment_says_where_to_listen_if_nothing_else_does(self):
        node = self.start("node", "--listen", "0", ZEEK_DEFAULT_LISTEN_ADDRESS="127.0.0.1")
        node.out.wait_for(r"^node=[0-9a-f-]{36} listen=127\.0\.0\.1:\d+$")
        other = self.start("node", "--listen", "0", "--default-listen-address", "127.0.0.1", ZEEK_DEFAULT_LISTEN_ADDRESS="192.0.2.1")
        other.out.wait_for(r"^node=[0-9a-f-]{36} listen=127\.0\.0\.1:\d+$")

    def test_a_file_can_hold_everything(self):
        config = self.write("node.conf", """
            disable_ssl = T
            [node]
            listen = 127.0.0.1:0   # any
            listen = "127.0.0.1:0"
            subscribe = my/
            forward = your/
            """)
        node = self.start("node", "--config", config, "--print")
        address = node.out.wait_for(r"listen=(\S+) listen=\S+$").group(1)
        self.succeed("pub", "--config", config, "--peer", address, "my/topic", "--value", "1")
        node.out.wait_for("my/topic 1")

    def test_flags_replace_what_the_file_says_of_the_same(self):
        config = self.write("node.conf", "[node]\nlisten = 192.0.2.1:9999\n")
        node = self.start("node", "--config", config, "--listen", "127.0.0.1:0")
        self.assertRegex(node.out.next(), r"^node=\S+ listen=127\.0\.0\.1:\d+$")

    def test_errors_in_a_file_name_the_line(self):
        for text, *words in (("max_threads = many", "node.conf:1: ", 'max_threads is "many"'), ("\nmax_thread = 2", "node.conf:2: ", "max_threads"),
                             ("[node]\nlisten = a:b", "node.conf:2: ", "ADDR:PORT"), ("[node]\npeers = x", "node.conf:2: ", '"peer"')):
            with self.subTest(text):
                self.refuses(["node", "--listen", "127.0.0.1:0", "--config", self.write("node.conf", text)], *words)

    def test_a_missing_file_is_named(self):
        self.refuses(["node", "--listen", "127.0.0.1:0", "--config", "missing.conf"], "missing.conf: No such file or directory")

    def test_a_wrong_environment_is_named(self):
        self.refuses(["node", "--listen", "127.0.0.1:0"], 'ZEEK_BROKER_MAX_THREADS is "x"', ZEEK_BROKER_MAX_THREADS="x")

    def test_every_option_is_a_flag(self):
        names = [line.split()[0] for line in self.succeed("options").splitlines()[1:]]
        self.assertGreater(len(names), 30)
        page = self.succeed("node", "--help")
        for name in names:
            self.assertIn("--" + name.replace("_", "-"), page)

    def test_a_switch_can_be_turned_off_again(self):
        config = self.write("node.conf", "disable_ssl = T\n")
        node = self.start_node("--config", config, "--disable-ssl=F", "--subscribe", "my/")
        self.succeed("pub", "--peer", node.address, "my/topic", "--value", "1")

    def test_options_of_an_endpoint_work_with_all_verbs(self):
        self.refuses(["sub", "--max-threads", "0", "my/"], '--max-threads is "0"; it can be a number from 1')
        self.refuses(["pub", "--peer-queue-overflow", "explode", "my/topic", "ping"], '"drop_oldest"')

    def test_retries_can_be_set_as_options(self):
        holder, port = unused_port()
        with holder:
            sub = self.start("sub", "--peer", f"127.0.0.1:{port}", "--default-connect-retry", "1sec", "my/")
            sub.err.wait_for("warning: cannot peer with .*: Connection refused")
            self.assertEqual(sub.interrupt(), 0)

    def test_certificates_that_cannot_be_read_are_named(self):
        self.refuses(["node", "--listen", "127.0.0.1:0", "--ssl-certificate", "missing.pem", "--ssl-keyfile", "missing.key"], "missing.pem", status=1)


class PingTest(ProgramTest):
    def test_it_measures_round_trips(self):
        node = self.start_node()
        lines = self.succeed("ping", node.address, "--count", 3, "--interval", "0").splitlines()
        self.assertRegex(lines[0], rf"^ping {re.escape(node.address)} \(node [0-9a-f-]{{36}}\) with 64 bytes$")
        for number in (1, 2, 3):
            self.assertRegex(lines[number], rf"^{number}: \d+\.\d{{3}} ms$")
        self.assertEqual(lines[4], "3 pings sent, 3 answered")
        times = [float(x) for x in re.fullmatch(r"round trip min/p50/p90/p99/max ([\d./]+) ms", lines[5]).group(1).split("/")]
        self.assertEqual((len(times), times), (5, sorted(times)))

    def test_quiet_prints_the_distribution_only(self):
        node = self.start_node("--no-tls")
        lines = self.succeed("ping", "--no-tls", "--quiet", "--peer", node.address, "--count", 100, "--interval", "0", "--size", 10000).splitlines()
        self.assertEqual((len(lines), lines[1]), (3, "100 pings sent, 100 answered"))

    def test_without_a_count_it_goes_on_until_interrupted(self):
        node = self.start_node()
        ping = self.start("ping", node.address, "--interval", "10ms")
        ping.out.wait_for("^2: ")
        self.assertEqual(ping.interrupt(), 0)
        ping.out.wait_for("pings sent")

    def test_a_node_that_does_not_answer_in_time(self):
        node = self.start_node("--no-tls")
        enough = f"{PATIENCE}sec"  # to connect
        ping = self.start("ping", "--no-tls", node.address, "--interval", "10ms", "--timeout", enough, "--unpeer-timeout", "10msec")
        ping.out.wait_for("^1: ")
        node.signal(signal.SIGSTOP)
        ping.out.wait_for(f": no answer within {enough}")
        self.assertEqual(ping.interrupt(), 0)

    def test_sizes_are_bounded(self):
        self.refuses(["ping", "--size", "7"], "--size can be 8 to 16777216")


class OldPeerTest(ProgramTest):
    """Broker 1, as Debian has it for Python, speaks a protocol of before 2022."""

    SCRIPT = """
import broker, sys
endpoint = broker.Endpoint(broker.Configuration(broker.BrokerOptions()))
print(endpoint.listen("127.0.0.1", 0), flush=True)
sys.stdin.read()
"""

    def test_an_incompatible_peer_is_told_within_seconds(self):
        try:
            import broker  # noqa: F401
        except ImportError:
            self.skipTest("there is no Broker 1 here (python3-broker)")
        old = self.start_command([sys.executable, "-c", self.SCRIPT], stdin=subprocess.PIPE)
        port = old.out.next()
        run = self.refuses(["sub", "--peer", f"127.0.0.1:{port}", "my/"], f"cannot peer with 127.0.0.1:{port}: ", status=1)
        self.assertRegex(run.err, "Zeek 5|--no-tls")
        old.popen.stdin.close()
        self.assertEqual(old.wait(), 0)


if __name__ == "__main__":
    unittest.main()
