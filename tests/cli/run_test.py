"""whimbrel run and check: their flags, the environment, and their exit status."""

import json
import os
import signal
import unittest

from program import PROGRAM, ProgramTest


class RunTest(ProgramTest):
    def run_code(self, code, *flags, **env):
        return self.run_program("run", "-b", *flags, "-e", code, **env)

    def test_the_exit_status_tells_how_a_script_has_ended(self):
        for code, status in (("print 1;", 0), ("terminate();", 0), ("exit(7);", 7), ("print", 1), ("print nosuch;", 1),
                             ("event zeek_init() { print vector(1)[5]; }", 1), ('Reporter::fatal("x");', 1),
                             ("event zeek_done() { print vector(1)[5]; }", 0)):
            with self.subTest(code):
                self.assertEqual(self.run_code(code).status, status)

    def test_a_wrong_command_line_says_so(self):
        self.refuses(["run", "--nosuch"], "--nosuch", "'whimbrel run --help'", status=1)
        self.refuses(["run", "-b", "nosuch.zeek"], "can't find nosuch.zeek", status=1)
        self.refuses(["run", "-b", "nosuch=1"], "unknown identifier 'nosuch'", status=1)
        self.refuses(["run", "-b", "-I", "nosuch"], "No such ID: nosuch", status=1)

    def test_packets_are_refused_by_name(self):
        for flag in ("-r", "-i"):
            self.refuses(["run", "-b", flag, "x"], f"{flag} x: there is no packet engine here", status=1)

    def test_what_there_is_not_is_refused_by_name(self):
        for flags in (["-t", "x"], ["-E", "x"], ["-X", "x"], ["-d"], ["-B", "all"]):
            self.refuses(["run", "-b", *flags, "-e", "print 1;"], f"whimbrel run: {flags[0]}", status=1)

    def test_the_build_is_told_as_json(self):
        build = json.loads(self.succeed("run", "-V"))
        self.assertEqual(set(build), {"compiler", "version", "whimbrel"})
        self.assertTrue(self.succeed("run", "-v").endswith(build["version"] + "\n"))

    def test_seeds_are_saved_and_loaded(self):
        code = "print rand(1000000), rand(1000000); print table([1] = 1, [2] = 2, [3] = 3, [4] = 4);"
        first = self.run_code(code, "-H", "seeds")
        self.assertEqual(self.run_code(code, "-G", "seeds").out, first.out)
        self.assertEqual(self.run_code(code, ZEEK_SEED_FILE="seeds").out, first.out)
        self.assertEqual(self.run_code(code, ZEEK_SEED_VALUES=(self.folder / "seeds").read_text()).out, first.out)

    def test_what_cannot_be_written_or_read_is_named(self):
        self.refuses(["run", "-b", "-H", "no/seeds", "-e", ""], "Could not write seeds to file 'no/seeds'", status=1)
        self.refuses(["run", "-b", "-G", "no/seeds", "-e", ""], "Could not load seeds from file 'no/seeds'", status=1)
        run = self.run_code("print 1;", "-U", "no/status")
        self.assertEqual((run.status, run.out), (0, "1\n"))
        self.assertEqual(run.err.count("the state of the process cannot be written to no/status"), 1, run)
        self.refuses(["run", "-b", "--profile=no/stacks", "-e", ""], "cannot write the stacks to 'no/stacks'", status=1)

    def test_the_status_file_has_the_state_of_the_process(self):
        run = self.run_code('event zeek_done() { piped_exec("cp status at_the_end", ""); } piped_exec("cp status during", "");', "-U", "status")
        self.assertEqual(run.status, 0, run)
        files = [(self.folder / name).read_text() for name in ("during", "at_the_end", "status")]
        self.assertEqual([text.split()[0] for text in files], ["INITIALIZING", "TERMINATING", "TERMINATED"])

    def test_prefixes_come_from_the_flag_and_the_environment(self):
        self.write("main.zeek", "print 1;")
        for prefix in "abc":
            self.write(f"{prefix}.main.zeek", f"print \"{prefix}\";")
        self.assertEqual(self.succeed("run", "-b", "-p", "a", "main.zeek", ZEEK_PREFIXES="b:c"), "1\nc\nb\na\n")

    def test_init_errors_can_be_allowed(self):
        run = self.run_code('event zeek_init() { Reporter::error("x"); }', ZEEK_ALLOW_INIT_ERRORS="1")
        self.assertEqual(run.status, 0, run)

    def test_a_signal_to_a_script_that_waits_ends_it_in_good_order(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            script = self.start("run", "-b", "-e", "redef exit_only_after_terminate = T; event zeek_init() { print \"up\"; }"
                                "event zeek_done() { print \"down\"; }")
            script.out.wait_for("^up$")
            script.signal(number)
            self.assertEqual((script.wait(), script.out.rest()), (0, ["down"]))

    def test_a_script_can_be_a_program_with_flags_and_arguments_of_its_own(self):
        os.symlink(PROGRAM, self.folder / "zeek")
        for flags in "--", "-b --", "-b -p x --":
            script = self.write("script", f"#!{self.folder}/zeek {flags}\nprint zeek_script_args;")
            script.chmod(0o755)
            run = self.start_command([script, "a", "-b", "c=d"])
            self.assertEqual((run.out.rest(), run.wait()), (["[a, -b, c=d]"], 0), run.err.rest())

    def test_variables_are_set_and_added_to(self):
        self.write("x.zeek", 'global s = "a" &redef; const v: set[count] = { 1 } &redef; event zeek_init() { print s, |v|; }')
        self.assertEqual(self.succeed("run", "-b", "x.zeek", "s=b", "v+={2, 3}"), "b, 3\n")

    def test_a_link_called_zeek_takes_the_same_command_line(self):
        os.symlink(PROGRAM, self.folder / "zeek")
        zeek = self.start_command([self.folder / "zeek", "-b", "-e", "print 1;"])
        self.assertEqual((zeek.wait(), zeek.out.rest(), zeek.err.rest()), (0, ["1"], []))
        self.assertEqual(self.start_command([self.folder / "zeek", "--version"]).wait(), 0)
        self.assertRegex("\n".join(self.start_command([self.folder / "zeek", "-h"]).err.rest()), "usage: zeek")


class CheckTest(ProgramTest):
    def test_the_exit_status_tells_whether_there_are_errors(self):
        self.write("good.zeek", "event zeek_init() { print 1; }")
        self.write("unused.zeek", "module M; function f() { }")
        self.write("bad.zeek", "print nosuch;")
        self.assertEqual(self.succeed("check", "-b", "good.zeek"), "")
        warned = self.run_program("check", "-b", "unused.zeek")
        self.assertEqual(warned.status, 0)
        self.assertIn("does not have any callers", warned.err)
        self.refuses(["check", "-b", "good.zeek", "bad.zeek"], "unknown identifier nosuch", status=1)
        self.refuses(["check", "-b", "nosuch.zeek"], "can't find nosuch.zeek", status=1)
        self.refuses(["check"], "FILE is missing", status=2)


if __name__ == "__main__":
    unittest.main()
