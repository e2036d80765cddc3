"""whimbrel encode and whimbrel decode: values between their notations, and what is said of those that are wrong."""

import json
import re
import subprocess
import unittest

from program import SOURCE, ProgramTest

LITERALS = ["nil", "T", "42", "-42", "+0", "1.5", "1e+300", "-0.0", '"text"', r'"\x00\n\r\t\\\""', '"Grüße"', "10.1.2.3", "::1", "10.0.0.0/8", "2001:db8::/32", "80/tcp", "0/?",
            "2026-01-31T12:34:56.789", "1500ms", "-5s", "0s", "Notice::LOG", "{}", '{1, "a"}', "{->}", '{"a" -> [1], "b" -> {->}}', "[]", "[[], {}, nil]"]

# Reals that are infinite or no number, and enum values whose names have no "::".
NO_LITERAL = re.compile(r'"text": "[^"]*(?:inf|nan)|"enum-value", "data": "(?:(?!::)[^"])*"')


class CodecTest(ProgramTest):
    def test_values_become_bytes(self):
        self.assertEqual(self.succeed("encode", "80/tcp"), "08005001\n")
        self.assertEqual(self.succeed("encode", "42", '"hi"', "[T]"), "02000000000000002a\n05026869\n0e010101\n")

    def test_bytes_become_values(self):
        self.assertEqual(self.succeed("decode", "08005001"), "80/tcp\n")
        self.assertEqual(self.succeed("decode", "--to", "json", "05 02 68 69"), '{"@data-type":"string","data":"hi"}\n')
        self.assertEqual(self.succeed("decode", "--to", "text", "0e01 0502 6869"), "(hi)\n")

    def test_literals_come_back_as_they_were(self):
        lines = "\n".join(LITERALS) + "\n"
        for notation in ("hex", "json"):
            written = self.succeed("encode", "--to", notation, stdin=lines)
            self.assertEqual(self.succeed("decode", "--from", notation, stdin=written), lines)

    def test_recorded_values_come_back_as_they_were(self):
        cases = json.loads((SOURCE / "tests/conformance/vectors/values.json").read_text())["cases"]
        recorded = [case["bin"] for case in cases if not NO_LITERAL.search(json.dumps(case))]
        self.assertGreater(len(recorded), 100)
        literals = self.succeed("decode", stdin="\n".join(recorded))
        self.assertEqual(self.succeed("encode", stdin=literals).split(), recorded)

    def test_errors_name_the_place(self):
        self.refuses(["encode", "[1, two]"], "column 5: two is not a value", '"two"')
        self.refuses(["encode", "1", "[1"], "value 2: column 1: ")
        self.refuses(["decode", "0502 68"], "byte ")
        self.refuses(["decode", "05zz"], "column 3: ")
        self.refuses(["encode", "--from", "json", '{"@data-type":"count","data":-1}'], "a whole number from 0")

    def test_errors_in_lines_name_the_line_and_end_it(self):
        run = self.refuses(["encode"], "line 2: column 1: ", status=1, stdin="1\noops\n3\n")
        self.assertEqual(run.out, "020000000000000001\n")

    def test_notations_that_do_not_exist_are_refused(self):
        self.refuses(["encode", "--to", "yaml", "1"], '--to is "yaml"; it can be "literal", "json", "hex" or "text"')
        self.refuses(["decode", "--from", "text", "1"], '--from is "text"; it can be "literal", "json" or "hex"')

    def test_negative_numbers_need_no_ceremony(self):
        self.assertEqual(self.succeed("encode", "-1"), "03ffffffffffffffff\n")

    def test_each_line_is_answered_at_once(self):
        encode = self.start("encode", stdin=subprocess.PIPE)
        for line, answer in (("T", "0101"), ("F", "0100")):
            encode.write(line + "\n")
            self.assertEqual(encode.out.next(), answer)
        encode.popen.stdin.close()
        self.assertEqual(encode.wait(), 0)


if __name__ == "__main__":
    unittest.main()
