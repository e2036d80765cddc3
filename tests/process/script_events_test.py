"""Scripts that send each other more than they can take, and many variables: nothing is lost, and memory stays bounded."""

import os
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = Path(os.environ["WHIMBREL_BINARY_DIR"]) / "whimbrel"
PATIENCE = float(os.environ.get("WHIMBREL_PATIENCE", "1"))
TIMEOUT = 60 * PATIENCE
HIGHEST_MEMORY = 120  # MB; sanitizers need far more, and are not asked

LISTEN = """
event zeek_init() {
    local f = open("port");
    print f, Broker::listen("127.0.0.1", 0/tcp);
    close(f);
}
event Broker::peer_lost(e: Broker::EndpointInfo, msg: string) { terminate(); }
"""
CONNECT = """
event zeek_init() { Broker::peer("127.0.0.1", to_port(getenv("PORT")), 0sec); }
"""

STORM_RECEIVER = LISTEN + """
global storm: event(n: count, text: string);
global over: event();
global next_one = 0;
global out_of_order = 0;
event zeek_init() &priority=1 { Broker::subscribe("storm"); }
function work() { local i = 0; while ( i < 300 ) ++i; }
event storm(n: count, text: string) {
    work();
    if ( n != next_one ) ++out_of_order;
    next_one = n + 1;
    if ( next_one == 200000 ) Broker::publish("over", over);
}
event zeek_done() { print next_one, out_of_order, get_proc_stats()$mem; }
"""
STORM_SENDER = CONNECT + """
global storm: event(n: count, text: string);
global over: event();
event zeek_init() &priority=1 { Broker::subscribe("over"); }
event over() { print get_proc_stats()$mem; terminate(); }
global sent = 0;
global more: event();
event Broker::peer_added(e: Broker::EndpointInfo, msg: string) { event more(); }
event more() {
    local i = 0;
    while ( i < 1000 ) { Broker::publish("storm/x", storm, sent, "0123456789012345678901234567890123456789"); ++sent; ++i; }
    if ( sent < 200000 ) event more();
}
"""

VARIABLES = """
module V;
""" + "\n".join(f'global v{i}: table[count] of string = {{ [{i}] = "old" }};' for i in range(1000)) + """
global done: event();
"""
VARIABLES_RECEIVER = LISTEN + VARIABLES + """
event zeek_init() &priority=1 { Broker::subscribe("v"); }
event done() {
    local right = 0;
    local i = 0;
    while ( i < 1000 ) {
        local t: table[count] of string = (lookup_ID(fmt("V::v%d", i)) as table[count] of string);
        if ( |t| == 2 && t[i] == fmt("new %d", i) ) ++right;
        ++i;
    }
    print right;
    terminate();
}
"""
VARIABLES_SENDER = CONNECT + VARIABLES + """
event Broker::peer_added(e: Broker::EndpointInfo, msg: string) {
    local i = 0;
    local published = 0;
    while ( i < 1000 ) {
        local t: table[count] of string = (lookup_ID(fmt("V::v%d", i)) as table[count] of string);
        t[i] = fmt("new %d", i);
        t[i + 1] = "added";
        if ( Broker::publish_id("v/ids", fmt("V::v%d", i)) ) ++published;
        ++i;
    }
    print published;
    Broker::publish("v/done", done);
}
event Broker::peer_lost(e: Broker::EndpointInfo, msg: string) { terminate(); }
"""

# Said at the very start, before anybody is there, and at the very end.
LAST_WORDS_RECEIVER = LISTEN + """
global words: event(n: count);
global got = 0;
event zeek_init() &priority=1 { Broker::subscribe("words"); }
event words(n: count) { ++got; }
event zeek_done() { print got; }
"""
LAST_WORDS_SENDER = CONNECT + """
global words: event(n: count);
event zeek_init() { print Broker::publish("words", words, 0); }
event Broker::peer_added(e: Broker::EndpointInfo, msg: string) { terminate(); }
event zeek_done() { local i = 0; while ( i < 5000 ) { Broker::publish("words", words, i); ++i; } }
"""

# Records whose receipt is still to come when the sender takes leave.
RAIN = """
redef enum Log::ID += { RAIN };
type Rain: record { n: count &log; };
global ask: event();
global answer: event();
event zeek_init() &priority=5 { Log::create_stream(RAIN, [$columns=Rain, $path="rain"]); }
function some() { local n = 0; while ( n < 5 ) { Log::write(RAIN, Rain($n=n)); ++n; } }
"""
RAIN_RECEIVER = LISTEN + RAIN + """
event zeek_init() &priority=1 { Broker::subscribe("zeek/logs/"); Broker::subscribe("ask"); }
event ask() { Broker::publish("answer", answer); }
"""
RAIN_SENDER = CONNECT + RAIN + """
redef Log::enable_local_logging = F;
global lost = 0;
event zeek_init() &priority=1 { Broker::subscribe("answer"); }
event Broker::peer_added(e: Broker::EndpointInfo, msg: string) { some(); Broker::flush_logs(); Broker::publish("ask", ask); }
event answer() { some(); Broker::unpeer("127.0.0.1", to_port(getenv("PORT"))); }
event Broker::log_records_lost(topic: string, peer: string, records: count, why: string) { lost += records; }
event Broker::peer_removed(e: Broker::EndpointInfo, msg: string) { terminate(); }
event zeek_done() { print lost; }
"""


class ScriptEvents(unittest.TestCase):
    def run_pair(self, receiver, sender):
        """What the two print."""
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            (folder / "receiver.zeek").write_text(receiver)
            (folder / "sender.zeek").write_text(sender)
            command = [PROGRAM, "run", "-b"]
            with subprocess.Popen([*command, "receiver.zeek"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  text=True) as first:
                try:
                    port = self.port_of(folder / "port", first)
                    second = subprocess.run([*command, "sender.zeek"], cwd=folder, env={**os.environ, "PORT": port},
                                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=TIMEOUT)
                    out, err = first.communicate(timeout=TIMEOUT)
                finally:
                    first.kill()
            self.assertEqual((first.returncode, second.returncode), (0, 0), err + second.stderr)
            self.assertNotIn("dropped", err)
            return out, second.stdout

    def port_of(self, file, process):
        while process.poll() is None:
            text = file.read_text() if file.exists() else ""
            if text.endswith("\n"):
                return text.strip()
            time.sleep(0.01)
        self.fail(process.stderr.read())

    def test_a_slow_handler_slows_its_senders_down(self):
        out, sent = self.run_pair(STORM_RECEIVER, STORM_SENDER)
        arrived, out_of_order, memory_there = (int(number) for number in out.split(", "))
        self.assertEqual((arrived, out_of_order), (200000, 0))
        if PATIENCE == 1:
            self.assertLess(max(memory_there, int(sent)) / 1e6, HIGHEST_MEMORY)

    def test_a_thousand_variables(self):
        out, sent = self.run_pair(VARIABLES_RECEIVER, VARIABLES_SENDER)
        self.assertEqual((out, sent), ("1000\n", "1000\n"))

    def test_records_before_a_goodbye_are_not_taken_for_lost(self):
        self.assertEqual(self.run_pair(RAIN_RECEIVER, RAIN_SENDER), ("", "0\n"))

    def test_last_words_arrive(self):
        out, sent = self.run_pair(LAST_WORDS_RECEIVER, LAST_WORDS_SENDER)
        self.assertEqual((out, sent), ("5000\n", "T\n"))


if __name__ == "__main__":
    unittest.main()
