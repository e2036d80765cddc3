"""whimbrel pub and whimbrel sub: what is published arrives, in the form that was asked for, and the exit status tells how it went."""

import json
import signal
import subprocess
import unittest

from program import PATIENCE, SECONDS, ProgramTest, unused_port

LITERALS = ["T", "42", "-42", "+0", "1.5", "-2.0", '"text"', r'"a \"b\" \\ \x00\n"', "nil", "80/tcp", "53/udp", "10.1.2.3", "2001:db8::1", "10.0.0.0/8", "1500ms",
            "-5s", "2026-01-31T12:34:56.789", "Notice::LOG", "[1, [], [nil]]", "{1, 2}", "{}", '{"a" -> 1, "b" -> {80/tcp}}', "{->}", '"Grüße"']


class PubSubTest(ProgramTest):
    def one_line(self, published, *subscriber):
        """What a subscriber prints of one `pub`, without the time."""
        sub = self.start_listener("--count", 1, "my/", *subscriber)
        self.succeed("pub", "--peer", sub.address, *published)
        line = sub.out.next()
        self.assertEqual(sub.wait(), 0)
        return line

    def test_an_event_arrives_over_tls(self):
        line = self.one_line(["my/topic", "ping", '"hi"', "5"])
        self.assertRegex(line, r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3} my/topic ping\("hi", 5\)$')

    def test_an_event_arrives_over_plain_tcp(self):
        sub = self.start_listener("--no-tls", "--count", 1, "my/")
        self.succeed("pub", "--disable-ssl", "--peer", sub.address, "my/topic", "ping")
        self.assertTrue(sub.out.next().endswith(" my/topic ping()"))

    def test_an_event_has_the_bytes_of_zeek(self):
        line = self.one_line(["my/topic", "ping", '"hi"', "5"], "--json")
        event = json.loads(line)
        self.assertEqual((event.pop("type"), event.pop("topic")), ("data-message", "my/topic"))
        encoded = self.succeed("encode", "--from", "json", json.dumps(event))
        self.assertEqual(encoded.strip(), "0e03" "020000000000000001" "020000000000000001"
                         "0e02" "050470696e67" "0e02" "05026869" "020000000000000005")

    def test_every_kind_of_literal_arrives_as_it_was_written(self):
        sub = self.start_listener("--count", 1, "my/")
        self.succeed("pub", "--peer", sub.address, "my/topic", "all", *LITERALS)
        self.assertEqual(sub.out.next().split(" ", 2)[2], f"all({', '.join(LITERALS)})")

    def test_plain_values_are_published_from_literals_and_json(self):
        self.assertTrue(self.one_line(["my/topic", "--value", "[1, 2]"]).endswith(" my/topic [1, 2]"))
        self.assertTrue(self.one_line(["my/topic", "--json", '{"@data-type":"port","data":"80/tcp"}']).endswith(" my/topic 80/tcp"))

    def test_json_lines_have_the_form_of_websocket_clients(self):
        line = self.one_line(["my/topic", "--value", "42"], "--json")
        self.assertEqual(line, '{"type":"data-message","topic":"my/topic","@data-type":"count","data":42}')

    def test_what_json_cannot_express_is_printed_as_hex(self):
        line = json.loads(self.one_line(["my/topic", "--value", r'"\xff"'], "--json"))
        self.assertEqual((line["type"], line["code"], line["topic"], line["hex"]), ("error", "invalid_data", "my/topic", "0501ff"))

    def test_a_terminal_obeys_nothing_that_messages_carry(self):
        line = self.one_line(["my/\x1b[31m", "--value", '"\x1b[2J\x9b"'])
        self.assertEqual(line.split(" ", 1)[1], r'my/\x1b[31m "\x1b[2J\xc2\x9b"')

    def test_lines_of_input_become_values(self):
        sub = self.start_listener("--count", 3, "my/")
        self.succeed("pub", "--peer", sub.address, "my/topic", "-", stdin='1\n\n"two"\n{"@data-type":"real","data":3.5}')
        self.assertEqual([line.split(" ", 2)[2] for line in sub.out.rest()], ["1", '"two"', "3.5"])

    def test_lines_of_input_become_arguments_of_events(self):
        sub = self.start_listener("--count", 4, "my/")
        self.succeed("pub", "--peer", sub.address, "my/topic", "add", "-", '"x"', stdin="1\n2\n")
        self.succeed("pub", "--peer", sub.address, "my/topic", "--stdin", "add", '"y"', stdin="3\n4\n")
        self.assertEqual([line.split(" ", 2)[2] for line in sub.out.rest()], ['add(1, "x")', 'add(2, "x")', 'add("y", 3)', 'add("y", 4)'])

    def test_a_line_is_published_while_more_are_still_to_come(self):
        sub = self.start_listener("--count", 2, "my/")
        pub = self.start("pub", "--peer", sub.address, "my/topic", "-", stdin=subprocess.PIPE)
        for number in ("1", "2"):
            pub.write(number + "\n")
            self.assertTrue(sub.out.next().endswith(" " + number))

    def test_a_bad_line_is_named_and_ends_it(self):
        sub = self.start_listener("my/")
        self.refuses(["pub", "--peer", sub.address, "my/topic", "-"], "line 2: column 4: ", status=1, stdin="1\n[2,\n3\n")

    def test_a_topic_that_is_too_long_is_refused(self):
        sub = self.start_listener("my/")
        self.refuses(["pub", "--peer", sub.address, "x" * 65536, "ping"], "topic of 65536 bytes", status=1)

    def test_a_message_can_be_published_many_times(self):
        sub = self.start_listener("--count", 5000, "my/")
        run = self.run_program("pub", "--peer", sub.address, "--count", 5000, "my/topic", "tick")
        self.assertEqual((run.status, sub.wait(), len(sub.out.rest())), (0, 0, 5000), run)
        self.assertIn("published 5000 messages", run.err)

    def test_messages_can_be_paced(self):
        sub = self.start_listener("--count", 3, "--json", "my/")
        pub = self.start("pub", "--peer", sub.address, "--count", 0, "--rate", 1000, "my/topic", "--value", "1")
        self.assertEqual(sub.wait(), 0)
        self.assertEqual(pub.wait(), 1)  # without end, until the subscriber is gone
        self.assertIn("said goodbye", pub.err.rest()[-1])

    def test_a_publisher_waits_for_a_subscriber(self):
        pub = self.start("pub", "--listen", "127.0.0.1:0", "--wait", "--timeout", SECONDS, "my/topic", "--value", "1")
        address = pub.err.wait_for(r"listening on (\S+)").group(1)
        other = self.start("sub", "--peer", address, "--events", "other/")
        other.out.wait_for("peer_added")
        self.assertTrue(self.succeed("sub", "--peer", address, "--count", 1, "my/").endswith(" my/topic 1\n"))
        self.assertEqual(pub.wait(), 0)

    def test_a_publisher_that_nobody_listens_to_says_so(self):
        node = self.start_node("--subscribe", "other/")
        run = self.run_program("pub", "--peer", node.address, "my/topic", "--value", "1")
        self.assertEqual(run.status, 0, run)
        self.assertIn("no peer has subscribed to a prefix of my/topic", run.err)
        enough = f"{2 * PATIENCE}sec"  # to connect
        run = self.refuses(["pub", "--peer", node.address, "--wait", "--timeout", enough, "my/topic", "--value", "1"],
                           f"nobody has subscribed to a prefix of my/topic within {enough}", status=3)

    def test_quiet_is_quiet(self):
        sub = self.start_listener("--count", 1, "my/")
        run = self.run_program("pub", "--quiet", "--peer", sub.address, "my/topic", "--value", "1")
        self.assertEqual((run.status, run.out, run.err), (0, "", ""))

    def test_only_topics_with_the_prefix_arrive(self):
        sub = self.start_listener("--count", 2, "my/a", "your/")
        for topic in ("my/b", "my/abc", "their/topic", "your/topic"):
            self.succeed("pub", "--quiet", "--peer", sub.address, topic, "--value", "1")
        self.assertEqual([line.split()[1] for line in sub.out.rest()], ["my/abc", "your/topic"])

    def test_the_empty_prefix_is_one_of_all_topics(self):
        sub = self.start_listener("--count", 1, "")
        self.succeed("pub", "--peer", sub.address, "any topic", "--value", "1")
        self.assertTrue(sub.out.next().endswith(' "any topic" 1'))

    def test_a_subscriber_that_times_out_fails_only_if_it_waited_for_a_count(self):
        self.assertEqual(self.start_listener("--timeout", "50ms", "my/").wait(), 0)
        sub = self.start_listener("--timeout", "50ms", "--count", 2, "my/")
        self.assertEqual(sub.wait(), 3)
        self.assertIn("0 of 2 messages came within 50msec", sub.err.rest()[-1])

    def test_an_interrupted_subscriber_says_how_much_came(self):
        sub = self.start_listener("my/")
        self.succeed("pub", "--peer", sub.address, "my/topic", "--value", "1")
        sub.out.next()
        self.assertEqual(sub.interrupt(), 0)
        self.assertEqual(sub.err.rest(), ["whimbrel: received 1 message"])

    def test_a_subscriber_ends_quietly_when_nobody_reads_it_any_more(self):
        pipe = self.start_shell('set -o pipefail; "$PROGRAM" sub --listen 127.0.0.1:0 my/ | head -n 1')
        address = pipe.err.wait_for(r"listening on (\S+)").group(1)
        self.succeed("pub", "--quiet", "--peer", address, "my/topic", "--value", "1")
        self.assertEqual(pipe.wait(), 0)
        self.assertEqual((len(pipe.out.rest()), pipe.err.rest()), (1, []))

    def test_events_of_peerings_can_be_shown(self):
        sub = self.start_listener("--events", "my/")
        self.succeed("pub", "--quiet", "--peer", sub.address, "my/topic", "--value", "1")
        sub.out.wait_for(r"# peer_added [0-9a-f-]{36} 127\.0\.0\.1:\d+ handshake successful")
        sub.out.wait_for(r" my/topic 1$")
        sub.out.wait_for(r"# peer_lost .*: the other side said goodbye")

    def test_events_of_peerings_can_be_shown_as_json(self):
        sub = self.start_listener("--events", "--json", "my/")
        self.succeed("pub", "--quiet", "--peer", sub.address, "my/topic", "--value", "1")
        lines = [json.loads(sub.out.next()) for _ in range(5)]
        self.assertEqual([line.get("code") or line["type"] for line in lines],
                         ["endpoint_discovered", "peer_added", "data-message", "peer_lost", "endpoint_unreachable"])

    def test_a_publisher_that_comes_and_goes_leaves_no_gap(self):
        hub = self.start_node("--forward-messages", "--forward", "my/")
        sub = self.start("sub", "--peer", hub.address, "--events", "--count", 1, "my/")
        sub.out.wait_for("peer_added")
        self.assertEqual(self.run_program("pub", "--quiet", "--peer", hub.address, "other/topic", "--value", "1").status, 0)
        self.succeed("pub", "--quiet", "--peer", hub.address, "my/topic", "--value", "1")
        self.assertEqual(sub.wait(), 0)
        self.assertEqual(sub.err.rest(), [])


class UnreachableTest(ProgramTest):
    def test_a_port_that_nobody_listens_on(self):
        holder, port = unused_port()
        with holder:
            for verb in (["pub", "my/topic", "--value", "1"], ["sub", "my/"], ["ping"]):
                self.refuses([*verb, "--peer", f"127.0.0.1:{port}"], f"cannot peer with 127.0.0.1:{port}: Connection refused",
                             "whimbrel node --listen", status=1)

    def test_a_name_that_does_not_exist(self):
        self.refuses(["sub", "--peer", "no-such-host.invalid:9999", "my/"], "no-such-host.invalid:9999", "resolve", status=1)

    def test_retries_go_on_until_somebody_is_there(self):
        holder, port = unused_port()
        sub = self.start("sub", "--peer", f"127.0.0.1:{port}", "--retry", "1sec", "--count", "1", "my/")
        sub.err.wait_for("Connection refused")
        holder.close()
        self.succeed("pub", "--listen", f"127.0.0.1:{port}", "--wait", "--timeout", SECONDS, "my/topic", "--value", "1")
        self.assertEqual(sub.wait(), 0)

    def test_tls_and_plain_do_not_mix_and_it_is_said(self):
        tls = self.start_listener("my/")
        plain = self.start_listener("--no-tls", "my/")
        self.refuses(["pub", "--peer", plain.address, "my/topic", "--value", "1"], plain.address, "--no-tls", status=1)
        run = self.run_program("pub", "--no-tls", "--timeout", "2sec", "--peer", tls.address, "my/topic", "--value", "1")
        self.assertIn(run.status, (1, 3), run)
        self.assertIn("TLS", run.err)

    def test_a_peer_that_dies_ends_a_subscriber(self):
        node = self.start_node()
        sub = self.start("sub", "--verbose", "--peer", node.address, "my/")
        sub.err.wait_for("peered with")
        node.signal(signal.SIGKILL)
        self.assertEqual(sub.wait(), 1)
        self.assertIn(f"the connection to {node.address} is lost", sub.err.rest()[-1])


if __name__ == "__main__":
    unittest.main()
