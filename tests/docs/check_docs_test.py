"""tools/check-docs finds what pages speak of that is not there, and says where."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL = Path(__file__).parents[2] / "tools/check-docs"
FILES = {"README.md": "# Top\n", "docs/other.md": "# Other page\n\n## A `part` of it: 2nd\n\n## Twice\n\n## Twice\n",
         "src/base/lane.h": "class Lane { void begin(); };\n", "include/whimbrel/value.h": "", "tests/a_test.py": ""}


class CheckDocsTest(unittest.TestCase):
    def problems(self, text, page="docs/page.md"):
        with tempfile.TemporaryDirectory() as folder:
            for name, content in {**FILES, page: text}.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content)
            run = subprocess.run([sys.executable, TOOL, "--root", folder], capture_output=True, text=True, check=False)
            self.assertEqual(run.stderr, "")
            problems = run.stdout.splitlines()[:-1]
            self.assertEqual(run.returncode, 1 if problems else 0)
            return problems

    def accepts(self, text, page="docs/page.md"):
        self.assertEqual(self.problems(text, page), [])

    def refuses(self, text, *words, page="docs/page.md"):
        problems = self.problems("first line\n" + text, page)
        self.assertEqual(len(problems), 1, problems)
        self.assertTrue(problems[0].startswith(f"{page}:2: "), problems)
        for word in words:
            self.assertIn(word, problems[0])

    def test_links_to_files_and_headings_that_are_there_are_fine(self):
        self.accepts("# Mine\n[a](other.md) [b](../README.md#top) [c](#mine) [d](https://example.org/x) [e](../src/base/)\n")
        self.accepts("[a](other.md#a-part-of-it-2nd) [b](other.md#twice) [c](other.md#twice-1)\n")

    def test_a_link_to_nothing_is_refused(self):
        self.refuses("see [a page](missing.md)", "missing.md")
        self.refuses("see [`code`](missing.md)", "missing.md")

    def test_a_link_to_a_heading_that_is_not_there_is_refused(self):
        self.refuses("[a](other.md#none)", "other.md#none")
        self.refuses("[a](#none)", "#none")
        self.refuses("[a](other.md#twice-2)", "twice-2")

    def test_a_link_out_of_the_tree_or_from_the_root_of_the_disk_is_refused(self):
        self.refuses("[a](../../outside.md)", "leads nowhere")
        self.refuses("[a](/etc/passwd)", "leads nowhere")

    def test_source_files_are_found_from_the_top_from_src_from_include_and_from_beside_the_page(self):
        self.accepts("`src/base/lane.h` `base/lane.h` `whimbrel/value.h` `tests/*_test.py` `src/<folder>/x.h` `a/b.pem`")
        self.accepts("`base/lane.h`", page="src/page.md")

    def test_a_source_file_that_is_not_there_is_refused(self):
        self.refuses("`src/base/lain.h`", "src/base/lain.h")
        self.refuses("`src/base/*.cc`", "src/base/*.cc")

    def test_names_of_the_code_are_checked_below_docs(self):
        self.accepts("`Lane::begin` `Lane::begin()` `Broker::peer` `std::map`")
        self.refuses("`Lane::start`", "Lane::start")
        self.accepts("`Lane::start`", page="NOTES.md")

    def test_code_blocks_are_left_alone(self):
        self.accepts("```sh\n[a](missing.md) `src/base/lain.h`\n```\n")

    def test_pages_in_build_folders_are_left_alone(self):
        self.accepts("[a](missing.md)", page="build/x/page.md")


if __name__ == "__main__":
    unittest.main()
