"""`whimbrel cluster`: the nodes of a layout start in order, are kept running, are shown, and stop in order."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import unittest
from pathlib import Path

from program import PROGRAM, SECONDS, ProgramTest, TerminalTest, environment

sys.path.insert(0, str(Path(__file__).parents[1] / "process"))

from nodes import fixed_port  # noqa: E402

NODES = {"worker-1": "WORKER", "manager": "MANAGER", "worker-2": "WORKER"}  # not in the order of starting
TALK = """
global hello: event(from: string);
event hello(from: string) { print "heard", from; }
event Cluster::node_up(name: string, id: string)
	{
	if ( name == "manager" )
		Broker::publish(Cluster::manager_topic, hello, Cluster::node);
	}
event zeek_done() { print "done"; }
"""


def layout(nodes, more=""):
    entries = "".join(f'\t["{name}"] = [$node_type=Cluster::{kind}, $ip=127.0.0.1, $p={fixed_port()}/tcp],\n' for name, kind in nodes.items())
    return f"redef Cluster::nodes = {{\n{entries}}};\n{more}"


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state not in "ZX"


class ClusterTest(ProgramTest):
    def start_cluster(self, *arguments, nodes=None, **scripts):
        """A cluster of these scripts: name_zeek="text" stands for name.zeek."""
        self.write("cluster-layout.zeek", layout(nodes or NODES))
        for name, text in scripts.items():
            self.write(name.replace("_zeek", ".zeek"), text)
        self.cluster = self.start("cluster", *arguments)
        return self.cluster

    def note(self, pattern):
        return self.cluster.err.wait_for("^whimbrel: " + pattern)

    def wait_for_process(self, name):
        return int(self.note(rf"{name} started \(process (\d+)\)").group(1))

    def ends(self, status=0):
        self.cluster.signal(signal.SIGTERM)
        self.assertEqual(self.cluster.wait(), status, self.cluster.err.rest())

    def gone(self, pids):
        limit = time.monotonic() + SECONDS
        while any(map(is_alive, pids)):
            self.assertLess(time.monotonic(), limit, f"one of {pids} still runs")
            time.sleep(0.01)

    def seen(self, pattern):
        """The places of the lines of standard error that match."""
        return [i for i, line in enumerate(self.cluster.err.seen) if re.search(pattern, line)]

    # -- starting and stopping

    def test_nodes_start_in_order_talk_and_stop_in_the_reverse_order(self):
        self.start_cluster(".", "talk.zeek", talk_zeek=TALK)
        self.note("the cluster is complete: 3 nodes")
        heard = {self.cluster.out.wait_for(r"^manager  \| heard, (.*)$").group(1) for _ in range(2)}
        self.assertEqual(heard, {"worker-1", "worker-2"})
        self.ends()
        self.cluster.err.rest()
        self.assertLess(self.seen("manager is up")[0], min(self.seen("worker-. started")))
        self.assertLess(max(self.seen("worker-. has ended")), self.seen("manager has ended")[0])
        self.assertEqual(sorted(line for line in self.cluster.out.rest() if "done" in line),
                         ["manager  | done", "worker-1 | done", "worker-2 | done"])
        self.assertEqual(sorted((self.folder / "whimbrel-cluster/manager/stdout.log").read_text().splitlines()),
                         ["done", "heard, worker-1", "heard, worker-2"])

    def test_a_killed_node_is_started_again_and_joins(self):
        self.start_cluster(".", "talk.zeek", talk_zeek=TALK)
        worker = self.wait_for_process("worker-1")
        self.note("the cluster is complete")
        os.kill(worker, signal.SIGKILL)
        self.note(r"worker-1 died: signal 9 \(Killed\); it is started again in 1 s")
        self.assertNotEqual(self.wait_for_process("worker-1"), worker)
        self.note("the cluster is complete")
        for _ in range(3):
            self.cluster.out.wait_for("heard, worker")
        self.ends()

    def test_a_node_that_dies_at_once_is_started_again_later_each_time(self):
        self.start_cluster(".", "dies.zeek", dies_zeek='event zeek_init() { if ( Cluster::node == "worker-2" ) exit(3); }')
        for pause in ("1 s", "2 s"):
            self.note(f"worker-2 died: exit status 3; it is started again in {pause}")
        self.ends(status=1)
        self.assertIn("whimbrel: not all nodes have ended well", self.cluster.err.rest() + self.cluster.err.seen)

    def test_the_cluster_ends_when_all_nodes_have_done_their_work(self):
        self.start_cluster(".", "work.zeek", work_zeek="event zeek_init() { print Cluster::node; terminate(); }")
        self.assertEqual(self.cluster.wait(), 0)
        self.assertEqual(sorted(self.cluster.out.rest()), ["manager  | manager", "worker-1 | worker-1", "worker-2 | worker-2"])

    def test_a_node_that_does_not_end_is_killed_after_the_grace_time(self):
        self.start_cluster(".", "stays.zeek", "--grace", "200ms", nodes={"manager": "MANAGER"},
                           stays_zeek="event zeek_done() { while ( T ) { } }")
        self.note("the cluster is complete")
        self.ends(status=1)
        self.assertTrue(any("manager has not ended within 1 s of SIGTERM; it is killed" in line for line in
                            self.cluster.err.rest() + self.cluster.err.seen))

    def test_a_second_signal_ends_all_of_it_at_once(self):
        self.start_cluster(".", "stays.zeek", nodes={"manager": "MANAGER"}, stays_zeek="event zeek_done() { while ( T ) { } }")
        pid = self.wait_for_process("manager")
        self.note("the cluster is complete")
        self.cluster.signal(signal.SIGINT)
        self.note("stopping")
        self.cluster.signal(signal.SIGINT)
        self.assertEqual(self.cluster.wait(), -signal.SIGINT)
        self.gone([pid])

    def test_nodes_do_not_outlive_the_program(self):
        self.start_cluster(".")
        pids = [self.wait_for_process(name) for name in ("manager", "worker-1", "worker-2")]
        self.cluster.signal(signal.SIGKILL)
        self.cluster.wait()
        self.gone(pids)

    # -- what nodes load

    def test_scripts_are_for_all_or_for_one_type_and_layouts_may_have_any_name(self):
        self.write("nodes.zeek", layout(NODES))
        self.write("local.zeek", 'const x = 1 &redef;\nevent zeek_init() { print "all", x; terminate(); }')
        self.write("cluster-manager.local.zeek", 'event zeek_init() { print "only", Cluster::node; }')
        self.cluster = self.start("cluster", "nodes.zeek", "local.zeek", "x=5", "--dir", "here")
        self.assertEqual(self.cluster.wait(), 0)
        self.assertEqual(sorted(self.cluster.out.rest()), ["manager  | all, 5", "manager  | only, manager", "worker-1 | all, 5", "worker-2 | all, 5"])

    def test_local_is_loaded_if_no_script_is_named(self):
        self.start_cluster(self.folder, local_zeek="event zeek_init() { print \"local\"; terminate(); }")
        self.assertEqual(self.cluster.wait(), 0)
        self.assertIn("manager  | local", self.cluster.out.rest())

    def test_the_example_works_and_answers_its_client(self):
        page = self.succeed("cluster", "--example", "visits")
        self.assertIn("whimbrel cluster visits", page)
        self.cluster = self.start("cluster", "visits")
        self.note("the cluster is complete: 4 nodes")
        for _ in range(2):
            self.cluster.out.wait_for("the first visit")
        answer = subprocess.run([PROGRAM, "run", "visits/ask.zeek"], cwd=self.folder, env=environment(), capture_output=True, text=True,
                                timeout=SECONDS, check=False)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertRegex(answer.stdout, r"(?m)^node worker-\d: \d+ visits$")
        self.ends()
        self.assertIn("worker-1", (next((self.folder / "whimbrel-cluster/logger-1").glob("visits*.log"))).read_text())
        self.refuses(["cluster", "--example", "visits"], "visits/cluster-layout.zeek is there already", status=1)

    # -- what is wrong

    def refuses_layout(self, text, *words, status=2):
        self.write("cluster-layout.zeek", text)
        self.refuses(["cluster", "."], *words, status=status)

    def test_wrong_layouts_are_refused_with_the_place(self):
        port = fixed_port()
        manager = f'redef Cluster::nodes += {{\n["m"] = [$node_type=Cluster::MANAGER, $ip=127.0.0.1, $p={port}/tcp],\n'
        self.refuses_layout('redef Cluster::nodes = {\n["m"] = [$kind=1] };', "./cluster-layout.zeek, line 2", "cannot be read")
        self.refuses_layout("# nothing", "cluster-layout.zeek: it names no nodes")
        self.refuses_layout(manager + f'["w"] = [$node_type=Cluster::WORKER, $ip=127.0.0.1, $p={port}/tcp] }};',
                            f"cluster-layout.zeek:3: m and w have the same port, 127.0.0.1:{port}")
        self.refuses_layout(manager + '["n"] = [$node_type=Cluster::MANAGER, $ip=127.0.0.1, $p=1/tcp] };',
                            "cluster-layout.zeek:3: m and n are managers")
        self.refuses_layout(manager + '["l"] = [$node_type=Cluster::LOGGER, $ip=127.0.0.1] };', "cluster-layout.zeek:3: l needs a port")
        self.refuses_layout(manager + '["../w"] = [$node_type=Cluster::WORKER, $ip=127.0.0.1] };',
                            'cluster-layout.zeek:3: "../w" cannot be the name of a node')
        self.refuses_layout(manager + '["w"] = [$node_type=Cluster::WORKER, $ip=127.0.0.1, $p=5/udp] };',
                            "cluster-layout.zeek:3: port 5/udp of w")
        self.refuses(["cluster", "nowhere"], "there is no nowhere", "--example")
        self.refuses(["cluster"], "FILE is missing")

    def test_places_that_cannot_be_are_told_before_anything_starts(self):
        self.refuses_layout('redef Cluster::nodes = {\n["m"] = [$node_type=Cluster::MANAGER, $ip=192.0.2.1, $p=9/tcp] };',
                            "cluster-layout.zeek:2: 192.0.2.1 of m is no address of this machine", status=1)
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            self.refuses_layout(f'redef Cluster::nodes = {{\n["m"] = [$node_type=Cluster::MANAGER, $ip=127.0.0.1, $p={port}/tcp] }};',
                                f"cluster-layout.zeek:2: port {port} of m is in use", status=1)

    def test_a_script_that_is_not_there_is_told_before_anything_starts(self):
        self.write("cluster-layout.zeek", layout(NODES))
        self.refuses(["cluster", ".", "counting.zeek"], "there is no script counting.zeek")

    def test_two_clusters_do_not_share_a_folder(self):
        self.start_cluster(".")
        self.note("the cluster is complete")
        self.write("other.zeek", layout(NODES))
        self.refuses(["cluster", "other.zeek"], "a cluster runs in whimbrel-cluster already", status=1)
        self.ends()


class TableTest(TerminalTest):
    def test_the_table_shows_nodes_peerings_and_output_and_gives_the_screen_back(self):
        self.write("cluster-layout.zeek", layout(NODES))
        self.write("local.zeek", TALK)
        self.start_on_terminal("cluster", ".")
        row = r"(?m)^{}.* \d+ +up .* 0 +{} +\d+\.\d s +\d+ MB$"
        lines = self.screen_with(row.format("manager", "2/2"), row.format("worker-1", "1/1"), row.format("worker-2", "1/1"))
        self.assertLessEqual(len(lines), 24)
        self.assertLessEqual(max(map(len, lines[:5])), 80, lines)  # the terminal cuts what nodes print
        self.assertRegex(lines[1], "^NODE +TYPE +ADDRESS +PID +STATE +TIME +DIED +PEERS +CPU +MEM$")
        worker = next(line for line in lines if line.startswith("worker-1"))
        os.kill(int(re.search(r" (\d+) +up ", worker).group(1)), signal.SIGKILL)
        self.screen_with(r"(?m)^worker-1.* restart +in 1 s", r"worker-1 died: signal 9 \(Killed\)")
        self.screen_with(r"(?m)^worker-1.* up .* 1 +1/1 ")
        os.kill(self.child, signal.SIGINT)
        status, rest = self.rest_of_terminal()
        self.assertEqual(status, 0, rest)
        self.assertIn("all nodes have ended well", rest.split("\x1b[?1049l")[1])


if __name__ == "__main__":
    unittest.main()
