#!/usr/bin/env python3
"""How fast scripts run: the same small programs in Zeek's language, in Lua and in Python, one after the other.

    bench/script/run.py [--program build/release/whimbrel] [--repeat 3] [--rows table]

Prints the time of one operation in microseconds of processor time, the best of so many runs, less what an empty loop takes. Lua 5.4 and
Python 3 are Debian's packages lua5.4 and python3; what is not there is left out. The last column is what Zeek 7.0 needs on a machine
with two cores, as far as that was measured.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# name: (operations, script, Lua, Python, the original's microseconds)
PROGRAMS = {
    "call": (2_692_537, "function fib(n: count): count { if ( n < 2 ) return n; return fib(n - 1) + fib(n - 2); }\nevent zeek_init() { fib(30); }",
             "local function fib(n) if n < 2 then return n end return fib(n-1) + fib(n-2) end fib(30)",
             "def fib(n):\n  if n < 2: return n\n  return fib(n-1) + fib(n-2)\nfib(30)", 0.19),
    "loop": (3_000_000, "event zeek_init() { local i = 0; local s = 0; while ( i < 3000000 ) { s += i; ++i; } }",
             "local i, s = 0, 0 while i < 3000000 do s = s + i i = i + 1 end",
             "def f():\n  i = s = 0\n  while i < 3000000:\n    s += i\n    i += 1\nf()", 0.24),
    "table, insert": (500_000, "event zeek_init() { local t: table[count] of count; local i = 0; while ( i < 500000 ) { t[i] = i; ++i; } }",
                      "local t = {} local i = 0 while i < 500000 do t[i * 7919] = i i = i + 1 end",
                      "def f():\n  t = {}\n  i = 0\n  while i < 500000:\n    t[i] = i\n    i += 1\nf()", 0.65),
    "table, look up": (1_000_000, "event zeek_init() { local t: table[count] of count; local i = 0; while ( i < 1000 ) { t[i] = i; ++i; }\n"
                       "i = 0; local s = 0; while ( i < 1000000 ) { s += t[i % 1000]; ++i; } }",
                       "local t = {} for i = 0, 999 do t[i * 7919] = i end local i, s = 0, 0 while i < 1000000 do s = s + t[i % 1000 * 7919] i = i + 1 end",
                       "def f():\n  t = {n: n for n in range(1000)}\n  i = s = 0\n  while i < 1000000:\n    s += t[i % 1000]\n    i += 1\nf()", 0.65),
    "set of [addr, port]": (300_000, "event zeek_init() { local t: set[addr, port]; local i = 0; local a = 10.0.0.1;\n"
                            "while ( i < 300000 ) { add t[a, count_to_port(i % 60000, tcp)]; ++i; } }",
                            None, "def f():\n  t = set()\n  i = 0\n  while i < 300000:\n    t.add(('10.0.0.1', i % 60000))\n    i += 1\nf()", 0.85),
    "[addr, port] in set": (1_000_000, "event zeek_init() { local t: set[addr, port]; local i = 0; local a = 10.0.0.1;\n"
                            "while ( i < 1000 ) { add t[a, count_to_port(i, tcp)]; ++i; }\n"
                            "local p = 500/tcp; local n = 0; i = 0; while ( i < 1000000 ) { if ( [a, p] in t ) ++n; ++i; } }",
                            None, "def f():\n  t = {('10.0.0.1', n) for n in range(1000)}\n  a, p = '10.0.0.1', 500\n  i = n = 0\n"
                            "  while i < 1000000:\n    if (a, p) in t: n += 1\n    i += 1\nf()", 0.85),
    "count in set": (1_000_000, "event zeek_init() { local t: set[count]; local i = 0; while ( i < 1000 ) { add t[i]; ++i; }\n"
                     "i = 0; local n = 0; while ( i < 1000000 ) { if ( i % 2000 in t ) ++n; ++i; } }",
                     "local t = {} for i = 0, 999 do t[i * 7919] = true end\n"
                     "local i, n = 0, 0 while i < 1000000 do if t[i % 2000 * 7919] then n = n + 1 end i = i + 1 end",
                     "def f():\n  t = set(range(1000))\n  i = n = 0\n  while i < 1000000:\n    if i % 2000 in t: n += 1\n    i += 1\nf()", 0.65),
    "vector, append": (1_000_000, "event zeek_init() { local v: vector of count; local i = 0; while ( i < 1000000 ) { v += i; ++i; } }",
                       "local v = {} local i = 0 while i < 1000000 do v[#v + 1] = i i = i + 1 end",
                       "def f():\n  v = []\n  i = 0\n  while i < 1000000:\n    v.append(i)\n    i += 1\nf()", None),
    "vector, read": (2_000_000, "event zeek_init() { local v: vector of count; local i = 0; while ( i < 1000 ) { v += i; ++i; }\n"
                     "i = 0; local s = 0; while ( i < 2000000 ) { s += v[i % 1000]; ++i; } }",
                     "local v = {} for i = 1, 1000 do v[i] = i end local i, s = 0, 0 while i < 2000000 do s = s + v[i % 1000 + 1] i = i + 1 end",
                     "def f():\n  v = list(range(1000))\n  i = s = 0\n  while i < 2000000:\n    s += v[i % 1000]\n    i += 1\nf()", None),
    "string, append": (500_000, 'event zeek_init() { local i = 0; local s = ""; while ( i < 500000 )\n'
                       '{ s += "word "; if ( |s| > 400 ) s = ""; ++i; } }',
                       'local s, i = "", 0 while i < 500000 do s = s .. "word " if #s > 400 then s = "" end i = i + 1 end',
                       "def f():\n  s = ''\n  i = 0\n  while i < 500000:\n    s += 'word '\n    if len(s) > 400: s = ''\n    i += 1\nf()", None),
    "fmt": (500_000, 'event zeek_init() { local i = 0; local s = ""; while ( i < 500000 ) { s = fmt("%d %s", i, "abc"); ++i; } }',
            'local s local i = 0 while i < 500000 do s = string.format("%d %s", i, "abc") i = i + 1 end',
            "def f():\n  i = 0\n  while i < 500000:\n    s = '%d %s' % (i, 'abc')\n    i += 1\nf()", 1.4),
    "pattern in line": (300_000, "event zeek_init() { local i = 0; local n = 0;\n"
                        'local line = "Nov 25 12:00:01 host sshd[123]: Failed password for root from 10.1.2.3 port 22";\n'
                        "while ( i < 300000 ) { if ( /Failed password .* from [0-9.]+/ in line ) ++n; ++i; } }",
                        'local line = "Nov 25 12:00:01 host sshd[123]: Failed password for root from 10.1.2.3 port 22"\n'
                        'local i, n = 0, 0 while i < 300000 do if line:find("Failed password .* from [0-9.]+") then n = n + 1 end i = i + 1 end',
                        "import re\np = re.compile('Failed password .* from [0-9.]+')\ndef f():\n  line = 'Nov 25 12:00:01 host sshd[123]: Failed password "
                        "for root from 10.1.2.3 port 22'\n  i = n = 0\n  while i < 300000:\n    if p.search(line): n += 1\n    i += 1\nf()", 1.6),
    "record, update": (2_000_000, "type R: record { a: count; b: string; };\nevent zeek_init() { local r = R($a=0, $b=\"\"); local i = 0;\n"
                       "while ( i < 2000000 ) { r$a = i; ++i; } }",
                       "local r = {a = 0, b = ''} local i = 0 while i < 2000000 do r.a = i i = i + 1 end",
                       "class R: pass\ndef f():\n  r = R()\n  i = 0\n  while i < 2000000:\n    r.a = i\n    i += 1\nf()", 0.6),
    "event": (500_000, "event e(i: count) { }\nevent zeek_init() { local i = 0; while ( i < 500000 ) { event e(i); ++i; } }", None, None, 0.7),
    "start, default": (1, "event zeek_init() { }", None, None, 440_000),
    "start, bare": (1, "event zeek_init() { }", "", "", 175_000),
}


def processor_time(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def best(command, text, suffix, folder, repeat):
    path = folder / ("program" + suffix)
    path.write_text(text)
    return min(processor_time([*command, str(path)]) for _ in range(repeat))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="build/release/whimbrel")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--rows", default="", help="only those with this in their names")
    arguments = parser.parse_args()
    languages = {"whimbrel": ([arguments.program, "run", "-b"], ".zeek"), "lua": ([shutil.which("lua5.4")], ".lua"),
                 "python": ([sys.executable], ".py")}
    print(f"# load of the machine before: {os.getloadavg()[0]:.1f} processes on {os.cpu_count()} cores")
    print(f"{'microseconds':22}" + "".join(f"{name:>10}" for name in languages) + f"{'Zeek 7.0':>12}")
    with tempfile.TemporaryDirectory() as folder:
        empty = {}
        for name, (operations, *texts, original) in reversed(PROGRAMS.items()):
            if operations > 1 and arguments.rows not in name:
                continue
            row = f"{name:22}"
            for (language, (command, suffix)), text in zip(languages.items(), texts):
                if text is None or command[0] is None:
                    row += f"{'':>10}"
                    continue
                if name == "start, default":
                    command = command[:-1]
                seconds = best(command, text, suffix, Path(folder), arguments.repeat)
                if name == "start, bare":
                    empty[language] = seconds
                elif operations > 1:
                    seconds -= empty.get(language, 0)
                row += f"{seconds / operations * 1e6:10.3f}"
            print(row + (f"{original:12.2f}" if original else ""), flush=True)


if __name__ == "__main__":
    main()
