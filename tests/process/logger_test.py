"""whimbrel logger writes what scripts send, as a script would, and tells what is lost: when it is killed, when senders are, and when what
comes is no record."""

import gzip
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

import nodes
from nodes import peer, wire

PROGRAM = nodes.BINARY / "whimbrel"
SEED = int(os.environ.get("WHIMBREL_SEED", "1"))

COMMON = """
module Trial;
export {
    redef enum Log::ID += { LOG, OTHER };
    type Inner: record { a: addr &log; n: subnet &log &optional; };
    type Color: enum { RED, GREEN };
    type Info: record {
        ts: time &log; n: count &log; i: int &log; d: double &log; b: bool &log; s: string &log &optional; p: port &log;
        v: interval &log; c: Color &log; inner: Inner &log; tags: set[string] &log; nums: vector of count &log &optional; no: string;
    };
    type Other: record { n: count &log; text: string &log &optional; };
}
event zeek_init() &priority=5 {
    Log::create_stream(LOG, [$columns=Info, $path="all"]);
    Log::create_stream(OTHER, [$columns=Other, $path="other"]);
}
"""
RECEIVER = COMMON + """
redef Log::enable_remote_logging = F;
event zeek_init() {
    Broker::subscribe("zeek/logs/");
    local f = open("port");
    print f, Broker::listen("127.0.0.1", 0/tcp);
    close(f);
}
event Broker::peer_lost(e: Broker::EndpointInfo, msg: string) { terminate(); }
event Broker::peer_removed(e: Broker::EndpointInfo, msg: string) { terminate(); }
"""
CONNECT = """
redef Log::enable_local_logging = F;
event zeek_init() {
    Broker::peer("127.0.0.1", to_port(getenv("PORT")), 1sec);
    Log::remove_default_filter(Broker::LOG);
    Log::add_filter(Broker::LOG, [$name="here", $path="broker", $log_local=T, $log_remote=F]);
}
"""
VARIED_SENDER = COMMON + CONNECT + r"""
event Broker::peer_added(e: Broker::EndpointInfo, msg: string) {
    local i = 0;
    while ( i < 2000 ) {
        local r = Info($ts=double_to_time(1700000000.25 + i), $n=i, $i=-i, $d=i / 7.0, $b=i % 2 == 0, $p=to_port(fmt("%d/udp", i)), $v=-1.5sec,
                       $c=i % 3 == 0 ? RED : GREEN, $inner=[$a=[2001:db8::1]], $tags=set(), $no="no");
        if ( i % 5 != 0 ) r$s = i % 7 == 0 ? "-" : "tab\there \\ and \xff \xc3\xa4 #" + cat(i);
        if ( i % 4 == 0 ) { r$nums = vector(1, 2, i); add r$tags["one"]; r$inner$n = 10.1.0.0/16; }
        Log::write(LOG, r);
        if ( i % 10 == 0 ) Log::write(OTHER, Other($n=i, $text="# no comment"));
        ++i;
    }
    terminate();
}
"""
# Numbers from 0 on, until it is told to stop; says how far it has come, and what is known of losses.
LOADED_SENDER = COMMON + CONNECT + """
redef exit_only_after_terminate = T;
global sent = 0;
global lost = 0;
global more: event();
event Broker::log_records_lost(topic: string, id: string, records: count, why: string) { lost += records; print fmt("lost %d", records); }
event more() {
    local i = 0;
    while ( i < PER_STEP ) { Log::write(OTHER, Other($n=sent)); ++sent; ++i; }
    schedule 1msec { more() };
}
event zeek_init() { schedule 1msec { more() }; }
event Broker::peer_lost(e: Broker::EndpointInfo, msg: string) { print fmt("gone at %d", sent); }
event zeek_done() { print fmt("sent %d", sent); }
"""

# The first ten at once, the rest when the file "go" is there. A witness, of whom nobody takes logs, hears when they are under way.
SENDER_ON_DEMAND = COMMON + CONNECT + """
redef exit_only_after_terminate = T;
global write = function(from: count, to: count) {
    while ( from < to ) { Log::write(OTHER, Other($n=from)); ++from; }
    Broker::flush_logs();
};
global all_sent: event();
event wait() {
    if ( file_size("go") < 0 ) { schedule 10msec { wait() }; return; }
    write(10, 20010);
    Broker::publish("witness/", all_sent);
}
event zeek_init() { Broker::peer("127.0.0.1", WITNESS/tcp, 1sec); }
global peers = 0;
event Broker::peer_added(e: Broker::EndpointInfo, msg: string) {
    if ( ++peers < 2 ) return;
    write(0, 10);
    event wait();
}
event Broker::log_records_lost(topic: string, id: string, records: count, why: string) { print fmt("lost %d", records); }
"""


def body(path):
    """The lines of a log, in gzip or not, without the times of opening and closing."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("latin-1")
    return [line for line in text.split("\n") if not line.startswith(("#open", "#close"))]


def records(*paths):
    """The lines that are records, of several files."""
    return [line for path in paths for line in body(path) if line and not line.startswith("#")]


class LoggerTest(nodes.ProcessTest):
    def start(self, *command, cwd, notes=subprocess.PIPE, **environment):
        process = subprocess.Popen([PROGRAM, *command], cwd=cwd, stdout=subprocess.PIPE, stderr=notes, text=True,
                                   env={**os.environ, **environment})
        if process.stderr:
            self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def logger(self, folder, *flags, port=0, **how):
        process = self.start("logger", "--listen", f"127.0.0.1:{port}", "--dir", str(folder), *flags, cwd=folder, **how)
        first = process.stdout.readline()
        self.assertRegex(first, r"^logger=\S+ listen=127\.0\.0\.1:\d+$")
        process.port = first.strip().rsplit(":", 1)[1]
        return process

    def script(self, folder, text, port, name="sender.zeek", **values):
        for key, value in values.items():
            text = text.replace(key, str(value))
        (folder / name).write_text(text)
        return self.start("run", "-b", "base/frameworks/broker", name, cwd=folder, PORT=f"{port}/tcp")

    def end(self, process, code=0):
        """Asks it to end; what it has said on both streams."""
        if process.poll() is None:
            process.terminate()
        out, err = process.communicate(timeout=nodes.TIMEOUT)
        if code is not None:
            self.assertEqual(process.returncode, code, err)
        return out, err

    def finished(self, process):
        out, err = process.communicate(timeout=nodes.TIMEOUT)
        self.assertEqual(process.returncode, 0, err)
        return out, err

    def count_at_end(self, logger):
        """(received, written, lost) as the logger says at its end, and all that it said."""
        _, err = self.end(logger)
        numbers = re.search(r"received (\d+) records?, written (\d+), lost (\d+)", err)
        self.assertTrue(numbers, err)
        return tuple(int(number) for number in numbers.groups()), err

    # -- the same as a script

    def check_same(self, flags, settings, file):
        base = self.folder()
        for name in ("script", "plain", "sender"):
            (base / name).mkdir()
        (base / "script/receiver.zeek").write_text(RECEIVER + settings)
        receiver = self.start("run", "-b", "base/frameworks/broker", "receiver.zeek", cwd=base / "script")
        port = self.eventually(lambda: (base / "script/port").exists() and (base / "script/port").read_text().strip(), "a port")
        self.finished(self.script(base / "sender", VARIED_SENDER, port.split("/")[0]))
        self.finished(receiver)
        logger = self.logger(base / "plain", *flags)
        self.finished(self.script(base / "sender", VARIED_SENDER, logger.port))
        account, err = self.count_at_end(logger)
        self.assertEqual(account, (2200, 2200, 0), err)
        self.assertIn("all: 2000 records", err)
        for path in ("all", "other"):
            here, there = (body(base / name / file.format(path)) for name in ("plain", "script"))
            self.assertEqual(here, there)
            self.assertGreater(len(here), 200)
        return base / "plain"

    def test_files_are_those_of_a_script(self):
        self.check_same([], "", "{}.log")

    def test_json_and_gzip_too(self):
        folder = self.check_same(["--format", "json", "--gzip"], "redef LogAscii::use_json = T; redef LogAscii::gzip_level = 6;", "{}.log.gz")
        self.assertEqual(json.loads(records(folder / "all.log.gz")[9])["n"], 9)

    def test_two_hundred_streams(self):
        streams = "\n".join(f'redef enum Log::ID += {{ S{i} }};\nevent zeek_init() {{ Log::create_stream(S{i}, [$columns=Other, $path="s{i}"]); }}'
                            for i in range(200))
        writes = "\n".join(f"Log::write(S{i}, Other($n=i));" for i in range(200))
        sender = COMMON + CONNECT + streams + "\nevent Broker::peer_added(e: Broker::EndpointInfo, msg: string) {\n" + \
            "local i = 0; while ( i < 50 ) {\n" + writes + "\n++i; }\nterminate(); }\n"
        folder = self.folder()
        logger = self.logger(folder)
        self.finished(self.script(self.folder(), sender, logger.port))
        account, err = self.count_at_end(logger)
        self.assertEqual(account, (10000, 10000, 0), err)
        for i in range(200):
            self.assertEqual(records(folder / f"s{i}.log"), [str(n) + "\t-" for n in range(50)])

    # -- rotation, and old files

    def test_rotation_under_load_loses_nothing(self):
        folder = self.folder()
        (folder / "other.log").write_text("precious\n")
        logger = self.logger(folder, "--rotate", "1sec")
        sender = self.script(self.folder(), LOADED_SENDER, logger.port, PER_STEP=20)
        self.eventually(lambda: len(list(folder.glob("other-*.log"))) >= 4, "rotated files")
        out, _ = self.end(sender)
        sent = int(re.search(r"sent (\d+)", out)[1])
        account, err = self.count_at_end(logger)
        files = sorted(folder.glob("other*.log"), key=lambda path: path.stat().st_mtime_ns)
        old = [path for path in files if path.read_text() == "precious\n"]
        self.assertEqual(len(old), 1)
        got = [int(line.split("\t")[0]) for line in records(*(path for path in files if path not in old))]
        self.assertEqual(got, sorted(got))
        early = sum(int(n) for n in re.findall(r"lost (\d+)", out))
        self.assertEqual(got, list(range(got[0], sent)), err)  # what was written before anybody was there is nobody's
        self.assertEqual((account, early), ((len(got), len(got), 0), 0))

    # -- losses

    def settled(self, text):
        return sum(int(n) for n in re.findall(r"^lost (\d+)", text, re.M))

    def test_killed_loggers(self):
        """What is written and what is reported as lost make up what was sent; what was written in the last moment may be in both."""
        random_one = random.Random(SEED)
        work = self.folder()
        port = nodes.fixed_port()
        folders = [self.folder() for _ in range(4)]
        logger = self.logger(folders[0], port=port)
        sender = self.script(work, LOADED_SENDER, port, PER_STEP=50)
        for i, folder in enumerate(folders):
            if i > 0:
                logger = self.logger(folder, port=port)
            self.eventually(lambda folder=folder: (folder / "other.log").exists() and len(records(folder / "other.log")) > 1, "records")
            time.sleep(random_one.uniform(0, 1.5))  # any moment will do
            if i + 1 < len(folders):
                logger.kill()
                logger.wait()
        out, err = self.end(sender)
        last, said = self.count_at_end(logger)
        sent = int(re.search(r"^sent (\d+)", out, re.M)[1])
        numbers = [[int(line.split("\t")[0]) for line in records(folder / "other.log") if line.endswith("\t-")] for folder in folders]
        for run in numbers:
            self.assertEqual(run, list(range(run[0], run[-1] + 1)), "a hole within what one logger has written")
        written = sum(len(run) for run in numbers)
        lost = self.settled(out)
        never_sent = numbers[0][0]  # before anybody was there
        self.assertEqual(numbers[-1][-1], sent - 1, "a clean end loses nothing\n" + err + said)
        self.assertGreaterEqual(never_sent + written + lost, sent, f"seed {SEED}: lost in silence\n{out}\n{err}")
        # The other direction: of what is reported, no more has been written than a second or two can bring.
        twice = never_sent + written + lost - sent
        self.assertLess(twice, sent / 2, f"seed {SEED}: {twice} of {sent} are both written and reported")
        self.assertGreater(lost, 0)
        self.assertEqual(last[2], 0, said)
        told = [int(n) for n in re.findall(r"log-records-lost\t.*\t(\d+) records of zeek/logs/Trial::OTHER", (work / "broker.log").read_text())]
        self.assertEqual(sum(told), lost, "broker.log has what the events had")

    def test_loggers_that_end_get_all_that_was_on_its_way(self):
        def plain(folder):
            logger = self.logger(folder)
            return logger, logger.port

        def script(folder):
            (folder / "receiver.zeek").write_text(RECEIVER)
            logger = self.start("run", "-b", "base/frameworks/broker", "receiver.zeek", cwd=folder)
            port = self.eventually(lambda: (folder / "port").exists() and (folder / "port").read_text().strip(), "a port")
            return logger, port.split("/")[0]

        for kind in (plain, script):
            folder, work = self.folder(), self.folder()
            logger, port = kind(folder)
            witness = self.start("sub", "witness/", "--listen", "127.0.0.1:0", "--count", "1", cwd=work)
            listening = re.search(r":(\d+)$", witness.stderr.readline().strip())
            sender = self.script(work, SENDER_ON_DEMAND, port, WITNESS=listening[1])
            self.eventually(lambda folder=folder: (folder / "other.log").exists() and len(records(folder / "other.log")) == 10, "records")
            logger.send_signal(signal.SIGSTOP)
            (work / "go").touch()
            self.finished(witness)
            logger.send_signal(signal.SIGTERM)
            logger.send_signal(signal.SIGCONT)
            self.finished(logger)
            out, err = self.end(sender)
            numbers = [int(line.split("\t")[0]) for line in records(folder / "other.log")]
            self.assertEqual(numbers, list(range(20010)), err)
            self.assertEqual(self.settled(out), 0, err)

    def test_a_full_disk_holds_records_back(self):
        """A file system of 64 KiB that gets more room when it is full: told once, and nothing is lost."""
        own = ("unshare", "--mount", "--") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--mount", "--")
        if subprocess.run([*own, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False).returncode != 0:
            self.skipTest("mounting is not allowed here")
        base, work = self.folder(), self.folder()
        disk, notes = base / "disk", base / "notes"
        disk.mkdir()
        command = f'mount -t tmpfs -o size=64k none "{disk}" && exec "{PROGRAM}" logger --listen 127.0.0.1:0 --dir "{disk}"'
        with notes.open("w") as file:
            logger = subprocess.Popen([*own, "sh", "-c", command], stdout=subprocess.PIPE, stderr=file, text=True)
        self.addCleanup(logger.wait)
        self.addCleanup(logger.kill)
        self.addCleanup(logger.stdout.close)
        port = logger.stdout.readline().strip().rsplit(":", 1)[1]
        (work / "go").touch()
        witness = self.start("sub", "witness/", "--listen", "127.0.0.1:0", "--count", "1", cwd=work)
        listening = re.search(r":(\d+)$", witness.stderr.readline().strip())
        sender = self.script(work, SENDER_ON_DEMAND, port, WITNESS=listening[1])
        full = rf"cannot write {disk}/other\.log: No space left on device; records are kept in memory"
        self.eventually(lambda: re.search(full, notes.read_text()), "the report of the full disk")
        inside = ["nsenter", *(() if os.geteuid() == 0 else ("--user", "--preserve-credentials")), "--mount", "--target", str(logger.pid)]
        subprocess.run([*inside, "mount", "-o", "remount,size=16m", str(disk)], check=True)
        file = Path(f"/proc/{logger.pid}/root{disk}/other.log")
        self.eventually(lambda: len(records(file)) == 20010, "all records")
        self.assertEqual([int(line.split("\t")[0]) for line in records(file)], list(range(20010)))
        self.end(sender)
        logger.terminate()
        self.assertEqual(logger.wait(nodes.TIMEOUT), 0)
        self.assertEqual(len(re.findall("No space left", notes.read_text())), 1)
        self.assertIn("received 20010 records, written 20010, lost 0", notes.read_text())

    def test_killed_senders(self):
        random_one = random.Random(SEED + 1)
        folder, notes = self.folder(), self.folder() / "notes"
        with notes.open("w") as file:
            logger = self.logger(folder, notes=file)
        lost = r"was lost after \d+ log records?; what it had not sent yet is not known"
        for i in range(3):
            before = len(records(folder / "other.log")) if i else 0
            sender = self.script(self.folder(), LOADED_SENDER, logger.port, PER_STEP=50)
            self.eventually(lambda before=before: (folder / "other.log").exists() and len(records(folder / "other.log")) > before, "records")
            time.sleep(random_one.uniform(0, 0.5))  # any moment will do
            sender.kill()
            sender.wait()
            self.eventually(lambda i=i: len(re.findall(lost, notes.read_text())) == i + 1, "the report of the loss")
            came = sum(int(n) for n in re.findall(r"was lost after (\d+)", notes.read_text()))
            self.eventually(lambda came=came: len(records(folder / "other.log")) == came, "all that came")
        logger.terminate()
        self.assertEqual(logger.wait(nodes.TIMEOUT), 0)
        got = [int(line.split("\t")[0]) for line in records(folder / "other.log")]
        self.assertIn(f"received {len(got)} records, written {len(got)}, lost 0", notes.read_text())
        jumps = [i for i, n in enumerate(got) if i > 0 and n != got[i - 1] + 1]
        self.assertEqual(len(jumps), 2, "records are missing within what one sender has sent")

    # -- what is no record

    CREATE = [("enum-value", b"X::LOG"), ("enum-value", b"Log::WRITER_ASCII")]

    @staticmethod
    def message(kind, content):
        return ("vector", [("count", 1), ("count", kind), content])

    def create(self, path, columns=(("a", 3, 0), ("b", 7, 0)), writer=b"Log::WRITER_ASCII", stream=b"X::LOG", config=()):
        info = ("vector", [("string", path), ("real", 0.0), ("real", 0.0), ("real", 1.0),
                           ("table", [(("string", k), ("string", v)) for k, v in config]), ("string", b"")])
        fields = ("vector", [("vector", [("string", n.encode()), ("none", None), ("count", tag), ("count", sub), ("boolean", False)])
                             for n, tag, sub in columns])
        return self.message(2, ("vector", [("enum-value", stream), ("enum-value", writer), info, fields]))

    def write(self, path, serial, writer=b"Log::WRITER_ASCII", stream=b"X::LOG"):
        return self.message(3, ("vector", [("enum-value", stream), ("enum-value", writer), ("string", path), ("string", serial)]))

    GOOD = bytes.fromhex("00000002" "00000003" "00000000" "01" "0000000000000007" "00000007" "00000000" "01" "00000003" "616263")

    def test_hostile_records_are_reported(self):
        random_one = random.Random(SEED + 2)
        folder = self.folder()
        logger = self.logger(folder, "--disable-ssl")
        link = peer.peer_with(int(logger.port), ())
        self.addCleanup(link.close)
        topic = "zeek/logs/X::LOG"
        link.publish(topic, self.create(b"x"))
        good, bad = 0, 0
        for i in range(2000):
            serial = bytearray(self.GOOD)
            kind = random_one.randrange(5)
            if kind == 0:
                serial = serial[:random_one.randrange(len(serial))]
            elif kind == 1:
                serial[random_one.randrange(4)] = 0xff
            elif kind == 2:
                serial[4:8] = random_one.choice([0, 8, 15, 16, 0xffffffff]).to_bytes(4, "big")
            elif kind == 3:
                serial[-7:-3] = (0x7fffffff).to_bytes(4, "big")
            good, bad = good + (kind == 4), bad + (kind != 4)
            link.publish(topic, self.write(b"x", bytes(serial)))
        odd = [self.create(b"../../evil"), self.create(b"/tmp/h5-evil"), self.create(b""), self.create(b"a\0b"), self.create(b"x" * 5000),
               self.create(b"none", ()), self.create(b"ctl", (("a\tb\n#close", 3, 0),)),
               self.create(b"bad-config", config=[(b"gzip_level", b"99")]), self.write(b"unknown", self.GOOD),
               self.write(b"bad-config", self.GOOD), self.message(3, ("vector", [("count", 1)])), self.message(9, ("vector", [])), ("count", 3),
               self.message(5, ("vector", [self.message(5, ("vector", [self.message(7, ("none", None))]))])),
               self.message(5, ("vector", [self.message(1, ("vector", [("string", b"Whimbrel::log_stamp"), ("vector", [
                   ("string", b"no id"), ("count", 2**64 - 1)])]))]))]
        for value in odd:
            link.publish(topic, value)
        # Values of other types than the columns have: a table that trusts them would follow wild pointers.
        link.publish(topic, self.create(b"table", (("a", 11, 0), ("b", 14, 7)), writer=b"Log::WRITER_SQLITE"))
        link.publish(topic, self.write(b"table", self.GOOD, writer=b"Log::WRITER_SQLITE"))
        link.publish(topic, self.write(b"x", self.GOOD))
        link.ping(b"all")
        self.eventually(lambda: (folder / "x.log").exists() and len(records(folder / "x.log")) == good + 1, "the last record")
        (received, written, lost), err = self.count_at_end(logger)
        self.assertEqual((received, written), (2000 + 4, good + 2), err)
        self.assertEqual(lost, bad + 2)
        self.assertEqual(len(re.findall(r"x: records are dropped", err)), 1, err)
        for words in ("evil of X::LOG is not written", "bad-config/Log::WRITER_ASCII: invalid value", "unknown: records are dropped: nobody has said",
                      "had nothing to do with logs"):
            self.assertIn(words, err)
        self.assertEqual({path.name for path in folder.iterdir()}, {"x.log", "table.sqlite"})
        self.assertFalse(Path("/tmp/h5-evil.log").exists())

    def test_records_that_are_too_large(self):
        folder, work = self.folder(), self.folder()
        sender = COMMON + CONNECT + """
        redef Log::max_log_record_size = 3000000;
        event net_weird(name: string, addl: string, source: string) { print name; }
        event Broker::peer_added(e: Broker::EndpointInfo, msg: string) {
            local text = "0123456789";
            while ( |text| < 2000000 ) text = text + text;
            local i = 0;
            while ( i < 40 ) { Log::write(OTHER, Other($n=i, $text=i == 7 ? text + text : text)); ++i; }
        }
        event net_weird(name: string, addl: string, source: string) { terminate(); }
        """
        logger = self.logger(folder)
        out, _ = self.finished(self.script(work, sender, logger.port))
        account, err = self.count_at_end(logger)
        self.assertEqual(out, "log_record_too_large\n")
        self.assertEqual(account, (39, 39, 0), err)  # a batch of them all would be larger than any message
        self.assertEqual([int(line.split("\t")[0]) for line in records(folder / "other.log")], [n for n in range(40) if n != 7])

    # -- wrong use

    def test_wrong_use_explains_itself(self):
        folder = self.folder()
        (folder / "file").write_text("")
        for flags, words in (([], "give it --listen PORT, --peer ADDR:PORT, or both"), (["--listen", "0", "--format", "xml"], "tsv"),
                             (["--listen", "0", "--rotate", "100ms"], "cannot be less than 1sec"),
                             (["--listen", "0", "--dir", "file"], "--dir file: that is a file, not a directory")):
            run = subprocess.run([PROGRAM, "logger", *flags], cwd=folder, capture_output=True, text=True, timeout=nodes.TIMEOUT)
            self.assertNotEqual(run.returncode, 0)
            self.assertIn(words, run.stderr)


if __name__ == "__main__":
    unittest.main()
