"""A supervisor is controlled by another process, through the events of the module SupervisorControl; its nodes do not outlive it."""

import subprocess
import unittest
from pathlib import Path

import nodes

PROGRAM = nodes.BINARY / "whimbrel"

SUPERVISOR = """
redef exit_only_after_terminate = T;
redef SupervisorControl::enable_listen = T;
redef Broker::default_listen_address = "127.0.0.1";
redef Broker::default_port = PORT/tcp;
event zeek_init() { if ( Supervisor::is_supervisor() ) print Supervisor::create([$name="first"]); }
"""
# Each answer leads to the next request.
CONTROLLER = """
@load base/frameworks/supervisor/control
redef exit_only_after_terminate = T;
function ask(e: any) { Broker::publish("zeek/supervisor", e); }
event zeek_init() { Broker::subscribe("zeek/supervisor"); Broker::peer("127.0.0.1", PORT/tcp, 1sec); }
event Broker::peer_added(e: Broker::EndpointInfo, msg: string)
    {
    ask(Broker::make_event(SupervisorControl::create_request, "1", Supervisor::NodeConfig($name="second")));
    }
event SupervisorControl::create_response(id: string, result: string)
    {
    print id, "created", result;
    ask(Broker::make_event(SupervisorControl::status_request, "2", ""));
    }
event SupervisorControl::status_response(id: string, status: Supervisor::Status)
    {
    local names: vector of string;
    for ( name in status$nodes )
        names += name;
    print id, sort(names, strcmp);
    ask(Broker::make_event(SupervisorControl::restart_request, "3", "second"));
    }
event SupervisorControl::restart_response(id: string, result: bool)
    {
    print id, "restarted", result;
    ask(Broker::make_event(SupervisorControl::destroy_request, "4", "nobody"));
    }
event SupervisorControl::destroy_response(id: string, result: bool)
    {
    print id, "destroyed", result;
    ask(id == "4" ? Broker::make_event(SupervisorControl::destroy_request, "5", "first") : Broker::make_event(SupervisorControl::stop_request));
    }
event Broker::peer_lost(e: Broker::EndpointInfo, msg: string) { terminate(); }
"""
# Of one that is killed. Its nodes say their numbers when they are under way; one of them never returns to its loop, another one never
# ends by itself.
KILLED = """
redef exit_only_after_terminate = T;
module X;
export { redef enum Log::ID += { LOG }; }
type Info: record { text: string &log; };
event zeek_init()
    {
    if ( Supervisor::is_supervisor() )
        {
        for ( name in set("orderly", "stuck", "stuck_at_end") )
            Supervisor::create([$name=name, $directory=name]);
        return;
        }
    Log::create_stream(LOG, [$columns=Info, $path="last"]);
    local number = open("number");
    print number, getpid();
    close(number);
    rename("number", "pid");
    if ( Supervisor::node()$name == "stuck" )
        while ( T ) ;
    }
event zeek_done()
    {
    print "this goes nowhere";
    Log::write(LOG, Info($text="written in zeek_done"));
    while ( Supervisor::node()$name == "stuck_at_end" ) ;
    }
"""


def is_running(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class SupervisorTest(nodes.ProcessTest):
    def test_others_may_control_it(self):
        folder, port = self.folder(), nodes.fixed_port()
        for name, text in (("supervisor.zeek", SUPERVISOR), ("controller.zeek", CONTROLLER)):
            (folder / name).write_text(text.replace("PORT", str(port)))
        with (folder / "log").open("w") as log:
            supervisor = subprocess.Popen([PROGRAM, "run", "-j", "supervisor.zeek"], cwd=folder, stdout=log, stderr=log)
        self.addCleanup(supervisor.wait)
        self.addCleanup(supervisor.kill)
        controller = subprocess.run([PROGRAM, "run", "-b", "controller.zeek"], cwd=folder, capture_output=True, text=True, check=True,
                                    timeout=nodes.TIMEOUT)
        self.assertEqual(controller.stdout, "1, created, \n2, [first, second]\n3, restarted, T\n4, destroyed, F\n5, destroyed, T\n")
        self.assertEqual(supervisor.wait(nodes.TIMEOUT), 0)

    def test_nodes_end_in_good_order_when_it_is_killed(self):
        folder = self.folder()
        (folder / "supervisor.zeek").write_text(KILLED)
        with (folder / "log").open("w") as log:
            supervisor = subprocess.Popen([PROGRAM, "run", "-j", "supervisor.zeek"], cwd=folder, stdout=log, stderr=log)
        self.addCleanup(supervisor.wait)
        self.addCleanup(supervisor.kill)
        files = [folder / name / "pid" for name in ("orderly", "stuck", "stuck_at_end")]
        self.eventually(lambda: all(file.exists() for file in files), "nodes to start")
        numbers = [int(file.read_text()) for file in files]
        self.assertEqual(Path(f"/proc/{numbers[0]}/comm").read_text(), "zeek.orderly\n")
        self.assertEqual(Path(f"/proc/{numbers[1]}/cmdline").read_bytes().split(b"\0")[0], b"zeek.stuck")
        supervisor.kill()
        self.eventually(lambda: not any(map(is_running, numbers)), "nodes to end")
        self.assertIn("written in zeek_done", (folder / "orderly/last.log").read_text())


if __name__ == "__main__":
    unittest.main()
