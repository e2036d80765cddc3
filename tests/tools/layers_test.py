"""tools/layers finds every kind of forbidden include, and names its place."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL = Path(__file__).parents[2] / "tools/layers"
ROWS = """
# a comment
0 base  :
1 data  : base
2 codec : data base
2 codec/json : | simdjson
3 route : codec/binary data base
3 net   : codec data base | boost
8 apps  : net | CLI11
9 testing : net | gtest
1 include/whimbrel/value.h :
6 include/whimbrel/endpoint.h :
"""
FILES = {"src/base/a.h": "", "src/data/a.h": "", "src/codec/binary/a.h": "", "src/codec/json/a.h": "", "src/net/a.h": "",
         "include/whimbrel/value.h": "", "include/whimbrel/endpoint.h": '#include "whimbrel/value.h"\n'}


class LayersTest(unittest.TestCase):
    def check(self, files, rows=ROWS):
        """The violations in a tree with these files (and FILES), and whether the tool was content."""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**FILES, "tools/layers.txt": rows, **files}.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            run = subprocess.run([sys.executable, TOOL, "--root", folder], capture_output=True, text=True, check=False)
            self.assertEqual(run.stderr, "")
            problems = run.stdout.splitlines()[:-1]
            self.assertEqual(run.returncode, 1 if problems else 0)
            return problems

    def refuses(self, file, include, *words):
        problems = self.check({file: f"// first line\n#include {include}\n"})
        self.assertEqual(len(problems), 1, problems)
        self.assertTrue(problems[0].startswith(f"{file}:2: "), problems)
        for word in words:
            self.assertIn(word, problems[0])

    def accepts(self, file, *includes):
        self.assertEqual(self.check({file: "".join(f"#include {i}\n" for i in includes)}), [])

    def test_lower_folders_that_are_named_and_the_own_folder_are_fine(self):
        self.accepts("src/codec/b.cc", '"data/a.h"', '"base/a.h"', '"codec/binary/a.h"')

    def test_a_file_beside_may_be_named_without_its_folder(self):
        self.accepts("src/codec/binary/b.cc", '"a.h"')

    def test_an_arrow_up_is_refused_with_both_levels(self):
        self.refuses("src/data/b.h", '"net/a.h"', "'data' (level 1)", "(level 3)", "allows base")

    def test_a_way_around_by_dots_is_refused(self):
        self.refuses("src/data/b.h", '"../net/a.h"', "may not include")

    def test_a_lower_folder_that_is_not_named_is_refused(self):
        self.refuses("apps/tool/main.cc", '"data/a.h"', "'apps'")

    def test_naming_a_part_of_a_folder_allows_that_part_alone(self):
        self.accepts("src/route/b.cc", '"codec/binary/a.h"')
        self.refuses("src/route/b.cc", '"codec/json/a.h"', "allows codec/binary")

    def test_public_headers_are_open_from_their_level_on(self):
        self.accepts("src/data/b.cc", '"whimbrel/value.h"')
        self.accepts("apps/tool/main.cc", '"whimbrel/endpoint.h"')
        self.refuses("src/base/b.cc", '"whimbrel/value.h"', "(level 0)", "(level 1)")
        self.refuses("src/net/b.cc", '"whimbrel/endpoint.h"', "(level 3)", "(level 6)")

    def test_public_headers_include_public_headers_only(self):
        self.refuses("include/whimbrel/value.h", '"whimbrel/endpoint.h"', "may not include")
        self.refuses("include/whimbrel/value.h", '"base/a.h"', "may not include")
        self.refuses("include/whimbrel/value.h", "<fmt/format.h>", "does not name fmt")

    def test_standard_library_system_and_fmt_are_free(self):
        self.accepts("src/base/b.cc", "<vector>", "<sys/socket.h>", "<unistd.h>", "<fmt/format.h>")

    def test_libraries_are_kept_to_the_folders_that_name_them(self):
        self.accepts("src/net/b.cc", "<boost/asio.hpp>")
        self.accepts("src/codec/json/b.cc", "<simdjson.h>", '"data/a.h"')
        self.accepts("apps/tool/main.cc", "<CLI/CLI.hpp>")
        self.refuses("src/route/b.cc", "<boost/asio.hpp>", "does not name boost")
        self.refuses("src/codec/binary/b.cc", "<simdjson.h>", "does not name simdjson")
        self.refuses("src/base/b.cc", "<unknown/library.h>", "does not name unknown")

    def test_googletest_is_for_tests(self):
        self.accepts("src/base/b_test.cc", "<gtest/gtest.h>", '"net/a.h"')
        self.accepts("testing/b.h", "<gmock/gmock.h>")
        self.refuses("src/base/b.cc", "<gtest/gtest.h>", "does not name gtest")

    def test_code_does_not_include_tests(self):
        problems = self.check({"tests/help.h": "", "src/base/b.cc": '#include "tests/help.h"\n'})
        self.assertEqual(problems, ["src/base/b.cc:1: 'tests/help.h' is part of the tests"])

    def test_what_does_not_exist_is_refused(self):
        self.refuses("src/base/b.cc", '"base/missing.h"', "no file")

    def test_a_folder_or_header_without_a_row_is_refused(self):
        self.assertIn("src/odd/a.cc", self.check({"src/odd/a.cc": ""})[0])
        self.assertIn("include/whimbrel/odd.h", self.check({"include/whimbrel/odd.h": ""})[0])

    def test_a_generated_header_counts_by_its_template(self):
        rows = ROWS + "0 include/whimbrel/version.h :\n"
        files = {"include/whimbrel/version.h.in": "", "src/base/b.cc": '#include "whimbrel/version.h"\n'}
        self.assertEqual(self.check(files, rows), [])

    def test_rows_that_point_up_name_nothing_or_cannot_be_read_are_refused(self):
        self.assertIn("must point down", self.check({}, ROWS.replace("1 data  : base", "1 data  : base codec"))[0])
        self.assertIn("has no row", self.check({}, ROWS + "4 extra : nowhere\n")[0])
        self.assertIn("cannot be read", self.check({}, ROWS + "base: data\n")[0])


if __name__ == "__main__":
    unittest.main()
