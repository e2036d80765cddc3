#!/usr/bin/env python3
"""Logs that cannot be written for a while: a full disk, a folder that goes away, a name that is taken. The process says so once, keeps
the records, and writes them when it can. And what a process leaves behind that was killed."""

import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

PROGRAM = Path(os.environ["WHIMBREL_BINARY_DIR"]) / "whimbrel"
PATIENCE_S = 60
ROWS = """
redef exit_only_after_terminate = T;
module P;
export {
	redef enum Log::ID += { LOG };
	type Row: record { n: count &log; s: string &log; };
	global step: event(n: count);
}
"""


class Run:
    """A script that runs, with its messages as they come."""

    def __init__(self, folder, script, *words, limit=None):
        (folder / "s.zeek").write_text(script)
        before = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))) if limit else None
        self.process = subprocess.Popen([PROGRAM, "run", "-b", "s.zeek", *words], cwd=folder, stderr=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, preexec_fn=before)
        self.messages = []
        self.timer = threading.Timer(PATIENCE_S, self.process.kill)
        self.timer.start()

    def wait_for(self, text):
        if any(text in message for message in self.messages):
            return
        for line in self.process.stderr:
            self.messages.append(line.rstrip("\n"))
            if text in line:
                return
        raise AssertionError(f"'{text}' was not said, but: {self.messages}")

    def end(self, by=signal.SIGTERM):
        self.process.send_signal(by)
        out, err = self.process.communicate()
        self.timer.cancel()
        self.messages += err.splitlines()
        return out


def numbers(file):
    return [int(line.split("\t")[0]) for line in file.read_text().splitlines() if not line.startswith("#")]


def check_whole(file):
    lines = file.read_text().splitlines()
    assert lines[0].startswith("#separator") and lines[-1].startswith("#close"), lines[:1] + lines[-1:]


def test_full_disk(folder):
    script = ROWS + """
event step(n: count)
	{
	local i: count = 0;
	while ( ++i <= 100 )
		Log::write(LOG, Row($n=100 * n + i, $s="twenty bytes of text"));
	if ( n < 40 )
		schedule 1msec { step(n + 1) };
	else
		Reporter::info("done");
	}
event zeek_init() { Log::create_stream(LOG, [$columns=Row, $path="p"]); Log::set_buf(LOG, F); event step(0); }
"""
    run = Run(folder, script, limit=50_000)
    run.wait_for("p/Log::WRITER_ASCII: cannot write p.log: File too large; records are kept in memory")
    assert (folder / "p.log").stat().st_size == 50_000  # nothing is wasted
    resource.prlimit(run.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    run.wait_for("p/Log::WRITER_ASCII: p.log is written again")
    run.wait_for("done")
    run.end()
    assert numbers(folder / "p.log") == list(range(1, 4101))
    check_whole(folder / "p.log")
    assert len(run.messages) == 4, run.messages  # with that about the signal


def test_full_disk_to_the_end(folder):
    script = ROWS + """
event zeek_init()
	{
	Log::create_stream(LOG, [$columns=Row, $path="p"]);
	local n: count = 0;
	while ( ++n <= 1000 )
		Log::write(LOG, Row($n=n, $s="twenty bytes of text"));
	}
"""
    run = Run(folder, script, limit=4_000)
    run.wait_for("cannot write p.log")
    run.end()
    assert any("p/Log::WRITER_ASCII: 1000 records have been lost: cannot write p.log: File too large" in message
               for message in run.messages), run.messages


TICKING = ROWS + """
redef Log::default_logdir = "logs";
global last = 0;
event step(n: count) { Log::write(LOG, Row($n=n, $s="")); last = n; schedule 2msec { step(n + 1) }; }
event zeek_init() { Log::create_stream(LOG, [$columns=Row, $path="p"]); Log::set_buf(LOG, F); event step(1); }
event zeek_done() { print last; }
"""


def test_folder_goes_away(folder):
    logs = folder / "logs"
    logs.mkdir()
    run = Run(folder, TICKING)
    while not (logs / "p.log").exists():
        assert run.process.poll() is None
    (logs / "p.log").unlink()
    logs.rmdir()
    run.wait_for("p/Log::WRITER_ASCII: cannot open logs/p.log: No such file or directory; records are kept in memory")
    logs.mkdir()
    run.wait_for("p/Log::WRITER_ASCII: logs/p.log is written again")
    last = int(run.end())
    rest = numbers(logs / "p.log")
    assert rest == list(range(rest[0], last + 1)), (rest, last)
    check_whole(logs / "p.log")


def test_file_is_deleted(folder):
    logs = folder / "logs"
    logs.mkdir()
    run = Run(folder, TICKING)
    while not (logs / "p.log").exists():
        assert run.process.poll() is None
    (logs / "p.log").unlink()
    while not (logs / "p.log").exists():
        assert run.process.poll() is None
    last = int(run.end())
    rest = numbers(logs / "p.log")
    assert rest == list(range(rest[0], last + 1)), (rest, last)
    check_whole(logs / "p.log")


def test_cannot_be_opened_at_first(folder):
    """In the words of the reference, which gives up then; here, it is tried again."""
    (folder / "logs/p.log").mkdir(parents=True)
    run = Run(folder, TICKING)
    run.wait_for("error: p/Log::WRITER_ASCII: cannot open logs/p.log: Is a directory")
    run.wait_for("error: p/Log::WRITER_ASCII: terminating thread")
    (folder / "logs/p.log").rmdir()
    run.wait_for("p/Log::WRITER_ASCII: logs/p.log is written again")
    last = int(run.end())
    assert numbers(folder / "logs/p.log") == list(range(1, last + 1))


def test_no_permission(folder):
    if os.geteuid() == 0:
        return
    logs = folder / "logs"
    logs.mkdir(mode=0o500)
    run = Run(folder, TICKING)
    run.wait_for("error: p/Log::WRITER_ASCII: cannot open logs/p.log: Permission denied")
    logs.chmod(0o700)
    run.wait_for("p/Log::WRITER_ASCII: logs/p.log is written again")
    last = int(run.end())
    assert numbers(logs / "p.log") == list(range(1, last + 1))


def test_leftovers_are_rotated(folder):
    script = TICKING.replace('redef Log::default_logdir = "logs";', "redef LogAscii::enable_leftover_log_rotation = T;")
    run = Run(folder, script)
    while not (folder / "p.log").exists() or len(numbers(folder / "p.log")) < 5:
        assert run.process.poll() is None
    assert (folder / ".shadow.p.log").exists()
    run.end(signal.SIGKILL)
    before = (folder / "p.log").read_text()
    run = Run(folder, script, "-e", "event zeek_init() &priority=-10 { terminate(); }")
    run.wait_for("received termination signal")
    run.end()
    rotated = [file for file in folder.iterdir() if re.fullmatch(r"p\.[\d-]+\.log", file.name)]
    assert len(rotated) == 1 and rotated[0].read_text() == before, list(folder.iterdir())
    assert not (folder / ".shadow.p.log").exists()


def test_command_after_rotation(folder):
    script = ROWS + """
redef exit_only_after_terminate = F;
redef Log::default_rotation_interval = 1hr;
redef Log::default_rotation_postprocessor_cmd = "echo >done";
event zeek_init() { Log::create_stream(LOG, [$columns=Row, $path="p q"]); Log::write(LOG, Row($n=1, $s="")); }
"""
    run = Run(folder, script)
    out, err = run.process.communicate()
    run.timer.cancel()
    assert not out and not err, (out, err)
    while not (folder / "done").exists() or not (folder / "done").read_text():  # the command goes on by itself
        pass
    told = (folder / "done").read_text()
    assert re.fullmatch(r"p q\.[\d-]+\.log p q [\d-]+_[\d.]+ [\d-]+_[\d.]+ 1 ascii\n", told), told


def main():
    for name, test in sorted(globals().items()):
        if not name.startswith("test_"):
            continue
        with tempfile.TemporaryDirectory() as folder:
            test(Path(folder))
            print("ok", name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
