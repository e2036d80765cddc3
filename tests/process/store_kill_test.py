"""A store in a SQLite file keeps what it has answered for, whatever kills its process."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = Path(os.environ["WHIMBREL_BINARY_DIR"]) / "whimbrel"

WRITE = """
redef exit_only_after_terminate = T;
global h: opaque of Broker::Store;
global step: event(n: count);
event zeek_init()
	{
	local o: Broker::BackendOptions;
	o$sqlite = Broker::SQLiteOptions($path="s.sqlite", $synchronous=Broker::SQLITE_SYNCHRONOUS_%s,
	                                 $journal_mode=Broker::SQLITE_JOURNAL_MODE_%s);
	h = Broker::create_master("s", Broker::SQLITE, o);
	event step(0);
	}
event step(n: count)
	{
	Broker::put(h, cat("a", n), n);
	Broker::put(h, cat("b", n), n);
	when [n] ( local r = Broker::put_unique(h, n, n) ) { print n; event step(n + 1); } timeout 10secs { print "late"; }
	}
"""

READ = """
redef exit_only_after_terminate = T;
event zeek_init()
	{
	local o: Broker::BackendOptions;
	o$sqlite = Broker::SQLiteOptions($path="s.sqlite", $integrity_check=T);
	local h = Broker::create_master("s", Broker::SQLITE, o);
	when [h] ( local r = Broker::keys(h) ) { print r$result; terminate(); } timeout 10secs { terminate(); }
	}
"""


class StoreKillTest(unittest.TestCase):
    def check(self, synchronous, journal):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "write.zeek").write_text(WRITE % (synchronous, journal))
            with subprocess.Popen([PROGRAM, "run", "-b", "write.zeek"], cwd=folder, stdout=subprocess.PIPE, text=True) as run:
                answered = -1
                for line in run.stdout:
                    answered = int(line)
                    if answered >= 8:
                        break
                run.send_signal(signal.SIGKILL)
                for line in run.stdout:
                    if re.fullmatch(r"\d+\n", line):
                        answered = int(line)
            Path(folder, "read.zeek").write_text(READ)
            read = subprocess.run([PROGRAM, "run", "-b", "read.zeek"], cwd=folder, capture_output=True, text=True,
                                  timeout=60, check=False)
            keys = set(re.search(r"data\{\{(.*)\}\}", read.stdout).group(1).split(", "))
            for n in range(answered + 1):
                for key in (f"{n}", f"a{n}", f"b{n}"):
                    self.assertIn(key, keys, read.stderr)

    def test_what_was_answered_is_there_under_every_setting(self):
        for synchronous in ("OFF", "NORMAL", "FULL", "EXTRA"):
            for journal in ("DELETE", "WAL"):
                with self.subTest(synchronous=synchronous, journal=journal):
                    self.check(synchronous, journal)


if __name__ == "__main__":
    sys.exit(unittest.main())
