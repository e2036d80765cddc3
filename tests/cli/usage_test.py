"""The program explains itself: help for every verb, and for wrong use what is wrong, what was meant, and where to read on."""

import re
import unittest

from program import ProgramTest

VERBS = ["node", "logger", "pub", "sub", "ping", "store", "top", "run", "check", "cluster", "bench", "encode", "decode", "options"]


class UsageTest(ProgramTest):
    def test_help_lists_the_verbs_and_how_to_begin(self):
        page = self.succeed("--help")
        self.assertEqual(re.findall(r"(?m)^  ([a-z]+) ", page[page.index("Verbs:"):page.index("Flags:")]), VERBS)
        self.assertIn("whimbrel pub zeek/test ping", page)
        self.assertEqual(self.succeed("help"), page)

    def test_every_verb_has_help_with_examples_and_exit_codes(self):
        for verb in VERBS:
            page = self.succeed(verb, "--help")
            self.assertTrue(page.startswith(f"whimbrel {verb}: "), page)
            self.assertRegex(page, rf"(?m)^  (?:.*\| )?whimbrel {verb}\b.*\n")
            self.assertIn("Exit status:", page)
            self.assertEqual(self.succeed("help", verb), page)

    def test_hidden_verbs_stay_hidden(self):
        self.assertNotRegex(self.succeed("--help"), "(?m)^  (man|completions) ")

    def test_the_version_is_that_of_the_project(self):
        self.assertRegex(self.succeed("--version"), r"^whimbrel \d+\.\d+\.\d+\n$")

    def test_a_pipe_gets_no_colours(self):
        self.assertNotIn("\x1b", self.succeed("pub", "--help") + self.succeed("options"))

    def test_without_a_verb_it_says_where_to_read_on(self):
        self.refuses([], "a verb is missing", "whimbrel --help")

    def test_a_wrong_verb_gets_the_nearest(self):
        self.refuses(["nod"], "there is no verb 'nod'; did you mean 'node'?")
        self.refuses(["subscribe", "x"], "did you mean 'sub'?")
        self.refuses(["publish", "--peer", "x"], "did you mean 'pub'?")

    def test_a_wrong_flag_gets_the_nearest(self):
        self.refuses(["sub", "--pear", "127.0.0.1:1", "x"], "there is no flag '--pear'; the nearest is '--peer'", "usage: whimbrel sub PREFIX...")
        self.refuses(["node", "--max-thread=2"], "'--max-threads'")
        self.refuses(["--verbos"], "there is no flag '--verbos'")

    def test_what_is_missing_is_named(self):
        self.refuses(["pub"], "TOPIC is missing")
        self.refuses(["sub"], "PREFIX is missing")
        self.refuses(["pub", "my/topic"], "nothing to publish")
        self.refuses(["sub", "x", "--count"], "--count needs a value")

    def test_values_that_cannot_be_are_refused_with_what_can(self):
        self.refuses(["sub", "--count", "many", "x"], '--count is "many"; it can be a whole number')
        self.refuses(["sub", "--timeout", "soon", "x"], '--timeout is "soon"; it can be a time, such as 5sec')
        self.refuses(["pub", "--rate", "-1", "x", "y"], "--rate is \"-1\"", "from 0.000001")
        self.refuses(["sub", "--peer", "a:b", "x"], '"a:b" is no address', "127.0.0.1:9999")
        self.refuses(["sub", "--peer", "127.0.0.1:0", "x"], "port 0")
        self.refuses(["node", "--listen", "127.0.0.1:70000"], "is no address")
        self.refuses(["node", "--disable-ssl", "T"], "--disable-ssl=T")

    def test_what_cannot_be_published_is_explained(self):
        self.refuses(["pub", "my/topic", "ping", "hi"], "argument 1 of ping: column 1: hi is not a value", "'\"hi\"'")
        self.refuses(["pub", "my/topic", "42"], "no name of an event", "--value '42'")
        self.refuses(["pub", "my/topic", "ping", "--value", "1"], "at once")
        self.refuses(["pub", "my/topic", "--json", "{"], "--json: ")
        self.refuses(["pub", "my/topic", "ping", "-", "-"], "one argument only")

    def test_arguments_that_look_like_verbs_lists_or_numbers_are_just_arguments(self):
        for arguments in (["ping", "ping"], ["node", "sub", "-5", "[1, 2]"], ["[x]", "ping", "[]"]):
            run = self.run_program("pub", "--peer", "127.0.0.1:1", *arguments)  # well understood; only, nobody is there
            self.assertEqual(run.status, 1, run)

    def test_options_are_listed_with_their_defaults(self):
        page = self.succeed("options")
        self.assertRegex(page, r"(?m)^max_threads +count +1 +worker threads$")
        self.assertIn("drop_oldest", page)
        self.assertRegex(self.succeed("options", "--markdown"), r"(?m)^\| `max_threads` \| count \| `1` \| worker threads \|$")


if __name__ == "__main__":
    unittest.main()
