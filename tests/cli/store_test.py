"""whimbrel store: what a store of a node holds, and what is in files."""

import json
import sqlite3

from program import ProgramTest

MASTER = """
redef exit_only_after_terminate = T;
redef Broker::disable_ssl = T;
event announce() { print Broker::listen("127.0.0.1", 0/tcp); }
event zeek_init()
	{
	local h = Broker::create_master("hosts");
	Broker::put(h, 10.0.0.1, "a");
	Broker::put(h, vector(1, 2), set(80/tcp));
	Broker::put(h, "mortal", 1, 1hr);
	event announce();
	}
"""


class StoreTest(ProgramTest):
    def start_master(self, text=MASTER):
        (self.folder / "master.zeek").write_text(text)
        master = self.start("run", "-b", "master.zeek")
        self.port = master.out.wait_for(r"(\d+)/tcp")[1]
        return master

    def store(self, *arguments, **more):
        return self.run_program("store", *arguments, "--peer", f"127.0.0.1:{self.port}", "--no-tls", **more)

    def test_entries_of_a_node_are_listed_read_put_and_erased(self):
        self.start_master()
        listed = self.store("list", "hosts")
        self.assertEqual(listed.status, 0, listed)
        lines = listed.out.splitlines()
        self.assertIn('10.0.0.1 -> "a"', lines)
        self.assertIn("[1, 2] -> {80/tcp}", lines)
        self.assertTrue(any(line.startswith('"mortal" -> 1  expires 20') for line in lines), lines)
        self.assertEqual(self.store("put", "hosts", "new", "[5, T]", "--expiry", "1hr").status, 2)  # a bare word
        self.assertEqual(self.store("put", "hosts", '"new"', "[5, T]", "--expiry", "1hr").status, 0)
        self.assertEqual(self.store("get", "hosts", '"new"').out, "[5, T]\n")
        self.assertEqual(json.loads(self.store("get", "hosts", '"new"', "--json").out)["@data-type"], "vector")
        twice = self.store("put", "hosts", '"new"', "1", "--unique")
        self.assertEqual(twice.status, 1)
        self.assertIn('there is a key "new" already', twice.err)
        self.assertEqual(self.store("put", "hosts", '"newer"', "1", "--unique").status, 0)
        self.assertEqual(self.store("erase", "hosts", '"new"').status, 0)
        for gone in (self.store("get", "hosts", '"new"'), self.store("erase", "hosts", '"new"')):
            self.assertEqual(gone.status, 1)
            self.assertIn('there is no key "new"', gone.err)

    def test_changes_are_watched(self):
        self.start_master()
        watcher = self.start("store", "watch", "hosts", "--count", "3", "--peer", f"127.0.0.1:{self.port}", "--no-tls")
        watcher.err.wait_for("watching")
        self.store("put", "hosts", '"seen"', "6", "--expiry", "1min")
        watcher.out.wait_for(r'insert "seen" -> 6  for 60s$')
        self.store("put", "hosts", '"seen"', "7")
        watcher.out.wait_for(r'update "seen" -> 7  was 6$')
        self.store("erase", "hosts", '"seen"')
        watcher.out.wait_for(r'erase "seen"$')
        self.assertEqual(watcher.wait(), 0)

    def test_a_dump_loads_into_another_store_or_a_file_with_what_is_left_of_expiry(self):
        self.start_master()
        dump = self.store("dump", "hosts")
        self.assertEqual(dump.status, 0, dump)
        entries = [json.loads(line) for line in dump.out.splitlines()]
        self.assertEqual(sorted(len(entry["data"]) for entry in entries), [2, 2, 3])
        past = '{"@data-type":"vector","data":[{"@data-type":"count","data":1},{"@data-type":"count","data":1},' \
               '{"@data-type":"timestamp","data":"2001-01-01T00:00:00.000"}]}\n'
        loaded = self.run_program("store", "load", "--file", "copy.sqlite", stdin=dump.out + past)
        self.assertEqual(loaded.status, 0, loaded)
        self.assertIn("1 entry is left out: expired meanwhile", loaded.err)
        listed = self.run_program("store", "list", "--file", "copy.sqlite")
        self.assertEqual(len(listed.out.splitlines()), 3)
        self.assertIn('"mortal" -> 1  expires 20', listed.out)
        again = self.store("load", "hosts", stdin=self.run_program("store", "dump", "--file", "copy.sqlite").out)
        self.assertEqual(again.status, 0, again)
        wrong = self.store("load", "hosts", stdin='{"@data-type":"count","data":1}\n')
        self.assertEqual(wrong.status, 1)
        self.assertIn("line 1: this is no entry", wrong.err)

    def test_a_file_is_compacted(self):
        lines = "".join(json.dumps({"@data-type": "vector", "data": [{"@data-type": "count", "data": n},
                                                                     {"@data-type": "string", "data": "x" * 1000}]}) + "\n"
                        for n in range(500))
        self.assertEqual(self.run_program("store", "load", "--file", "s.sqlite", stdin=lines).status, 0)
        with sqlite3.connect(self.folder / "s.sqlite") as base:
            base.execute("delete from store where rowid > 10")
        base.close()
        before = (self.folder / "s.sqlite").stat().st_size
        self.assertEqual(self.run_program("store", "compact", "--file", "s.sqlite").status, 0)
        self.assertLess((self.folder / "s.sqlite").stat().st_size, before / 10)
        self.assertEqual(len(self.run_program("store", "list", "--file", "s.sqlite").out.splitlines()), 10)

    def test_what_is_not_there_is_said(self):
        self.start_master()
        missing = self.store("list", "nothing", "--timeout", "500ms")
        self.assertEqual(missing.status, 3)
        self.assertIn("no master of a store 'nothing' has answered within 500msec", missing.err)
        for arguments, words in ((("list", "--file", "none.sqlite"), "there is no file none.sqlite"),
                                 (("lst", "hosts"), "'lst' is none of list, get"),
                                 (("list",), "the name of the store is missing"),
                                 (("get", "hosts"), "'store get' takes KEY"),
                                 (("compact",), "--file FILE")):
            run = self.run_program("store", *arguments)
            self.assertIn(run.status, (1, 2))
            self.assertIn(words, run.err)
        (self.folder / "text.sqlite").write_text("this is no data base at all, whatever its name says\n" * 100)
        broken = self.run_program("store", "list", "--file", "text.sqlite")
        self.assertEqual(broken.status, 1)
        self.assertIn("text.sqlite: ", broken.err)


if __name__ == "__main__":
    import unittest

    unittest.main()
