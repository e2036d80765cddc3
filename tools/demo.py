#!/usr/bin/env python3
"""Shows whimbrel at work, with a few processes on this machine: some that meet and publish, a cluster of scripts, loggers.

    tools/demo.py [--stay]

Each step says what it does and what came of it, and is checked; if something is not as claimed, the exit status is 1. The whole ends
by itself in about half a minute; with --stay everything runs on until Ctrl-C. ./demo builds what is needed first.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

BINARY = Path(os.environ.get("WHIMBREL_BINARY_DIR", Path(__file__).resolve().parents[1] / "build/release"))
PATIENCE = 20.0  # seconds for whatever is waited for
FLOOD = 16000
TEXT = "x" * 2000
SMALL_QUEUE = ("--peer-queue-messages=2000", "--peer-queue-overflow=drop_oldest")


LOG_WORKER = """module Rain;
export {
	redef enum Log::ID += { LOG };
	type Info: record { ts: time &log; worker: string &log; n: count &log; mm: double &log; };
	const ports = "" &redef;
	const name = "" &redef;
}
redef Log::enable_local_logging = F;
global n = 0;
global rain: event();
event zeek_init()
	{
	Log::create_stream(LOG, [$columns=Info, $path="rain"]);
	for ( i, p in split_string(ports, /,/) )
		Broker::peer("127.0.0.1", to_port(p));
	}
event Broker::peer_added(e: Broker::EndpointInfo, msg: string)
	{
	if ( ++n == 2 ) { n = 0; event rain(); }
	}
event rain()
	{
	Log::write(LOG, Info($ts=network_time(), $worker=name, $n=n, $mm=n % 7 * 1.5));
	if ( ++n < RECORDS ) schedule 5msec { rain() };
	else terminate();
	}
"""
RECORDS = 1000


class NotAsClaimed(Exception):
    pass


class Program:
    """A running whimbrel, and the lines that it has printed."""

    def __init__(self, name, *arguments, folder=None):
        self.name, self.lines, self.notes, self._changed = name, [], [], threading.Condition()
        self.command = ["whimbrel", *arguments]
        self.process = subprocess.Popen([BINARY / "whimbrel", *arguments], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, start_new_session=True, cwd=folder)
        self._readers = [threading.Thread(target=self._read, args=pair, daemon=True)
                         for pair in ((self.process.stdout, self.lines), (self.process.stderr, self.notes))]
        for reader in self._readers:
            reader.start()

    def _read(self, stream, lines):
        for line in stream:
            with self._changed:
                lines.append(line.rstrip("\n"))
                self._changed.notify_all()

    def wait_for(self, find, what, within=PATIENCE):
        """What find() returns, once that is something."""
        until = time.monotonic() + within
        while True:
            ended = not any(reader.is_alive() for reader in self._readers)
            if found := find():
                return found
            if ended or time.monotonic() > until:
                why = "ended before" if ended else f"did not show within {within:.0f} s"
                raise NotAsClaimed("\n     ".join([f"{self.name} {why} {what}", *self.notes[-5:]]))
            with self._changed:
                self._changed.wait(0.1)

    def end(self):
        with contextlib.suppress(OSError):
            os.kill(self.process.pid, signal.SIGCONT)
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for reader in self._readers:
            reader.join(5)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(OSError):
                stream.close()


class Listener(Program):
    """`whimbrel sub`: prints messages, and what happens to its connections, as JSON."""

    def __init__(self, name, port, *prefixes):
        super().__init__(name, "sub", "--peer", f"127.0.0.1:{port}", "--retry", "1sec", "--json", "--events", *prefixes)

    def entries(self, kind, start=0):
        return [entry for entry in map(json.loads, self.lines[start:]) if entry["type"] == kind]

    def received(self, topic, start=0):
        return sum(f'"topic":"{topic}"' in line for line in self.lines[start:])

    def missed(self, start=0):
        """How many messages it was told are missing."""
        return sum(int(e["message"].split()[0]) for e in self.entries("gap", start) if e["code"] == "peer_overflow")

    def wait_for_peer(self, times=1):
        def is_there():
            return sum('"code":"peer_added"' in line for line in self.lines) >= times

        self.wait_for(is_there, "its connection")


class Demo:
    def __init__(self, folder, stays):
        self.folder, self.stays = folder, stays
        self.programs, self.step_number = [], 0

    # -- telling

    def step(self, title):
        self.step_number += 1
        print(f"\n{self.step_number}. {title}", flush=True)

    @staticmethod
    def say(text):
        print("   " + text, flush=True)

    def claim(self, text, is_so):
        if not is_so:
            raise NotAsClaimed(text)
        self.say("✓ " + text)

    def show(self, program):
        self.say("$ " + " ".join(word if re.fullmatch(r"[\w.,:/=-]+", word) else f"'{word}'" for word in program.command))

    # -- programs

    def start(self, kind, *arguments, **more):
        program = kind(*arguments, **more)
        self.programs.append(program)
        self.show(program)
        return program

    def start_hub(self, port=0):
        hub = self.start(Program, "hub", "node", "--listen", f"127.0.0.1:{port}", "--forward-messages", "--forward", "demo/",
                         *SMALL_QUEUE)
        first = hub.wait_for(lambda: hub.lines and hub.lines[0], "its first line")
        self.port = int(first.rsplit(":", 1)[1])
        return hub

    def publish(self, topic, *content, lines=None):
        program = self.start(Program, "publisher", "pub", "--peer", f"127.0.0.1:{self.port}", topic, *content)
        with contextlib.suppress(BrokenPipeError):
            program.process.stdin.write(lines or "")
            program.process.stdin.close()
        program.wait_for(lambda: any("published" in note for note in program.notes), "that it has published")
        self.leave(program)

    def leave(self, program):
        self.programs.remove(program)
        program.end()

    def close(self):
        for program in reversed(self.programs):
            program.end()

    # -- what is shown

    def run(self):
        self.meeting_point()
        self.prefixes()
        self.killed_and_back()
        self.account()
        self.cluster_of_scripts()
        self.client_of_the_cluster()
        self.killed_worker()
        self.log_of_all()
        if not self.stays:
            self.end_of_the_cluster()
        self.loggers_without_scripts()

    def meeting_point(self):
        self.step("A node that others meet at. It passes on what it receives; connections are encrypted (TLS).")
        self.hub = self.start_hub()
        self.say(f"It listens on 127.0.0.1:{self.port}. Two programs connect and say which topics they want:")
        self.ann = self.start(Listener, "Ann", self.port, "demo/")
        self.bob = self.start(Listener, "Bob", self.port, "demo/weather/")
        self.ann.wait_for_peer()
        self.bob.wait_for_peer()
        self.say("Ann wants all that begins with demo/, Bob only what begins with demo/weather/.")

    def prefixes(self):
        self.step("Publishing: who has asked for a beginning of the topic gets the message.")
        self.publish("demo/weather/berlin", "forecast", '"sunny"', "25")
        self.publish("demo/news", "headline", '"nothing happened"')
        self.ann.wait_for(lambda: self.ann.received("demo/news"), "the news")
        self.bob.wait_for(lambda: self.bob.received("demo/weather/berlin"), "the weather")
        self.claim("Ann got both messages", self.ann.received("demo/weather/berlin") == self.ann.received("demo/news") == 1)
        self.claim("Bob got the weather and not the news",
                   self.bob.received("demo/weather/berlin") == 1 and not self.bob.received("demo/news"))
        self.say("All of it went through the hub: the publisher knows neither Ann nor Bob.")

    def killed_and_back(self):
        self.step("The hub is killed with kill -9, and started again at the same port a little later.")
        everybody = (self.ann, self.bob)
        self.hub.process.kill()
        for listener in everybody:
            listener.wait_for(lambda who=listener: '"code":"peer_lost"' in "".join(who.lines), "the loss")
        self.claim("Ann and Bob noticed at once, and were told that something may be missing here",
                   all('"code":"path_lost"' in "".join(listener.lines) for listener in everybody))
        self.hub.end()
        self.hub = self.start_hub(self.port)
        for listener in everybody:
            listener.wait_for_peer(times=2)
        self.publish("demo/weather/berlin", "forecast", '"rain"', "12")
        for listener in everybody:
            listener.wait_for(lambda who=listener: who.received("demo/weather/berlin") == 2, "the second forecast")
        self.claim("both found it again by themselves, with their subscriptions, and got the next message", True)

    def account(self):
        self.step(f"The account of losses: Bob is stopped (kill -STOP) while {FLOOD} messages pass. The hub holds 2000 for a peer at most.")
        start = {listener: len(listener.lines) for listener in (self.ann, self.bob)}
        topic = "demo/weather/flood"
        os.kill(self.bob.process.pid, signal.SIGSTOP)
        self.publish(topic, "-", lines="".join(f'[{i}, "{TEXT}"]\n' for i in range(FLOOD)))
        self.ann.wait_for(lambda: self.ann.received(topic, start[self.ann]) == FLOOD, "all messages")
        self.claim(f"Ann was not held up: she got all {FLOOD}", not self.ann.missed(start[self.ann]))
        self.say("Bob goes on (kill -CONT):")
        os.kill(self.bob.process.pid, signal.SIGCONT)

        def bob_knows():
            return self.bob.received(topic, start[self.bob]) + self.bob.missed(start[self.bob]) >= FLOOD

        self.bob.wait_for(bob_knows, "his account to add up")
        received, missed = self.bob.received(topic, start[self.bob]), self.bob.missed(start[self.bob])
        self.claim(f"Bob got {received} messages and was told that {missed} are missing; {received} + {missed} = {received + missed}",
                   received + missed == FLOOD and missed > 0)
        words = [note for note in self.bob.notes if topic in note]
        self.say(f"He was told in {len(words)} lines like this: {words[0]}")
        os.kill(self.hub.process.pid, signal.SIGUSR1)
        self.hub.wait_for(lambda: any(f"dropped {missed} of {topic}" in note for note in self.hub.notes), "its account")
        self.claim(f"the hub's statistics (kill -USR1) say the same: dropped {missed} of {topic}", True)

    # -- the cluster

    def tell(self, program, pattern, times=1):
        """Shows what a cluster says of its nodes, up to a line that matches."""
        def find():
            return sum(bool(re.search(pattern, note)) for note in program.notes[self.told:]) >= times

        program.wait_for(find, f"that {pattern}")
        while times:
            note = program.notes[self.told]
            self.told += 1
            times -= bool(re.search(pattern, note))
            self.say("  " + note)

    def ask(self):
        """What the client script prints, as numbers by name."""
        client = self.start(Program, "client", "run", "visits/ask.zeek", folder=self.folder)
        client.wait_for(lambda: client.process.poll() is not None, "its end")
        client.wait_for(lambda: len(client.lines) > 1, "its answer")
        self.leave(client)
        for line in client.lines:
            self.say("  " + line)
        return {line.split()[1].rstrip(":"): int(line.split()[2]) for line in client.lines}

    def cluster_of_scripts(self):
        self.step("A cluster: a manager, a logger and two workers, four processes that run the same Zeek scripts.")
        example = self.start(Program, "example", "cluster", "--example", "visits", folder=self.folder)
        example.wait_for(lambda: example.process.poll() is not None and example.lines, "the example")
        self.leave(example)
        self.say(f"That has written, in {self.folder}, a layout and scripts with comments to start from:")
        for name in sorted(path.name for path in (self.folder / "visits").iterdir()):
            self.say("  " + name)
        self.say("Workers see visits of pages (made up), the manager counts them, the logger writes them down.")
        self.cluster, self.told = self.start(Program, "cluster", "cluster", "visits", folder=self.folder), 0
        self.tell(self.cluster, "the cluster is complete")
        order = [re.search(r"(\S+) started", note).group(1) for note in self.cluster.notes if " started (" in note]
        self.claim("logger first, then the manager, then the workers, each when those it connects to were up",
                   order[:2] == ["logger-1", "manager-1"] and sorted(order[2:]) == ["worker-1", "worker-2"])
        self.say("At a terminal one sees a table here: nodes, peerings, restarts, time and memory; and what nodes print.")

    def client_of_the_cluster(self):
        self.step("A client, a script too, connects to the manager and asks for its counts.")
        self.cluster.wait_for(lambda: sum("the first visit" in line for line in self.cluster.lines) == 2, "the first visits")
        self.counts = self.ask()
        self.claim("the answer was an event with two tables", any(name.startswith("/") for name in self.counts))

    def killed_worker(self):
        self.step("One worker is killed with kill -9.")
        pid = next(int(found.group(1)) for note in self.cluster.notes if (found := re.search(r"worker-1 started \(process (\d+)", note)))
        os.kill(pid, signal.SIGKILL)
        self.tell(self.cluster, "the cluster is complete")
        self.cluster.wait_for(lambda: sum("worker-1 is there" in line for line in self.cluster.lines) == 2, "worker-1 come back")
        self.say("  " + next(line for line in self.cluster.lines if "worker-1 is gone" in line))
        self.claim("it was missed at once, started again, and is a peer of the others again", True)
        counts = self.ask()
        self.claim("the manager has forgotten nothing of what it has counted before",
                   all(counts.get(name, 0) >= n for name, n in self.counts.items()))

    def log_of_all(self):
        self.step("The logger has the log of all nodes.")
        self.say("$ cat whimbrel-cluster/logger-1/visits.log")

        log = self.folder / "whimbrel-cluster/logger-1/visits.log"

        def rows():
            """The entries that are written to the end of the line, with the names of their fields first."""
            text = log.read_text() if log.exists() else ""
            lines = text[:text.rfind("\n") + 1].splitlines()
            return [line for line in lines if line.startswith("#fields") or not line.startswith("#")]

        self.cluster.wait_for(lambda: {"worker-1", "worker-2"} <= {row.split("\t")[1] for row in rows()},
                              "entries of both workers in visits.log")
        for row in rows()[:4]:
            self.say("  " + row.removeprefix("#fields\t").expandtabs(20))
        self.claim("both workers have written to it", True)

    def end_of_the_cluster(self):
        self.step("The cluster is told to end (SIGTERM).")
        self.cluster.process.terminate()
        self.tell(self.cluster, "has ended", times=4)
        self.cluster.wait_for(lambda: any("all nodes" in note for note in self.cluster.notes), "its end")
        self.cluster.process.wait(PATIENCE)
        order = [note.split()[1] for note in self.cluster.notes if note.endswith("has ended")]
        self.claim("in the reverse order, and every node had the time to say goodbye",
                   sorted(order[:2]) == ["worker-1", "worker-2"] and order[2:] == ["manager-1", "logger-1"] and not self.cluster.process.returncode)
        self.leave(self.cluster)  # so that all it has printed is read
        said = self.number(r"^worker-2 +\| has seen (\d+)")
        counted = self.number(r"^manager-1 +\| worker-2 has seen (\d+)")
        self.claim(f"nothing was lost on the way: worker-2 saw {said} visits, the manager counted {counted}", said == counted)

    def loggers_without_scripts(self):
        self.step("Logs of two workers arrive on two loggers that need no scripts: as text with a rotation each second, and as JSON.")
        (self.folder / "rain.zeek").write_text(LOG_WORKER.replace("RECORDS", str(RECORDS)))
        loggers = [self.start(Program, form, "logger", "--listen", "127.0.0.1:0", "--dir", form, "--format", form, *flags, folder=self.folder)
                   for form, flags in (("tsv", ("--rotate", "1sec")), ("json", ()))]
        ports = ",".join(logger.wait_for(lambda logger=logger: logger.lines and logger.lines[0], "its first line").rsplit(":", 1)[1] + "/tcp"
                         for logger in loggers)
        workers = [self.start(Program, name, "run", "-b", "rain.zeek", f"Rain::ports={ports}", f"Rain::name={name}", folder=self.folder)
                   for name in ("bergen", "oslo")]
        for worker in workers:
            worker.process.wait(PATIENCE)
            self.leave(worker)
            if worker.process.returncode:
                raise NotAsClaimed("\n     ".join([f"{worker.name} has failed", *worker.notes[-5:]]))
        for logger in loggers:
            self.leave(logger)
            self.say("  " + next(note for note in logger.notes if "received" in note).split(None, 2)[2])
        files = sorted((self.folder / "tsv").glob("rain-*"))
        self.say("$ ls tsv json")
        for path in sorted([*(self.folder / "tsv").iterdir(), *(self.folder / "json").iterdir()], reverse=True):
            self.say(f"  {path.parent.name}/{path.name}")
        text = [line.split("\t") for path in files for line in path.read_text().splitlines()
                if not line.startswith("#")]
        objects = [json.loads(line) for line in (self.folder / "json/rain.log").read_text().splitlines()]
        self.say("$ tail -1 json/rain.log")
        self.say("  " + json.dumps(objects[-1]))
        wanted = sorted((name, n) for name in ("bergen", "oslo") for n in range(RECORDS))
        self.claim(f"both have all {2 * RECORDS} records, none twice", wanted == sorted((row[1], int(row[2])) for row in text)
                   == sorted((one["worker"], one["n"]) for one in objects))
        self.claim(f"the text is in {len(files)} files, each named after the time when it was begun", len(files) >= 3)

    def number(self, pattern):
        return next((int(found.group(1)) for line in self.cluster.lines if (found := re.search(pattern, line))), None)

    def stay(self):
        with contextlib.suppress(KeyboardInterrupt):
            print(f"\nAll of it runs on until Ctrl-C. From another shell, for example:\n"
                  f"   {BINARY}/whimbrel sub --peer 127.0.0.1:{self.port} demo/\n"
                  f"   {BINARY}/whimbrel pub --peer 127.0.0.1:{self.port} demo/hello --value '\"hello\"'\n"
                  f"   {BINARY}/whimbrel run {self.folder}/visits/ask.zeek", flush=True)
            while True:
                time.sleep(3600)


def interrupted(*_):
    raise KeyboardInterrupt


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stay", action="store_true", help="keep everything running until Ctrl-C")
    stay = parser.parse_args().stay
    if not shutil.which(BINARY / "whimbrel"):
        sys.exit(f"{BINARY}/whimbrel is not there; ./demo builds it")
    signal.signal(signal.SIGTERM, interrupted)
    with tempfile.TemporaryDirectory(prefix="whimbrel-demo-") as folder:
        demo, start = Demo(Path(folder), stay), time.monotonic()
        try:
            demo.run()
            print(f"\nAll was as claimed, in {time.monotonic() - start:.0f} s.", flush=True)
            if stay:
                demo.stay()
        except NotAsClaimed as e:
            print(f"\n   ✗ NOT as claimed: {e}", flush=True)
            return 1
        except KeyboardInterrupt:
            return 130
        finally:
            demo.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
