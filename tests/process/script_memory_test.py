"""Scripts that run for long: the memory of what they no longer use comes back."""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = Path(os.environ["WHIMBREL_BINARY_DIR"]) / "whimbrel"

# Each does its work ROUNDS times; a round is 10,000 of what its name says.
SCRIPTS = {
    "events": """
global left = ROUNDS * 10000;
event e(text: string, n: count) { if ( --left > 0 ) event e(fmt("%d", n), n + 1); }
event zeek_init() { event e("", 0); }
""",
    "events that wait": """
global left = ROUNDS;
event e(text: string, n: count) { }
event round() { local i = 0; while ( i < 10000 ) { event e(cat(i), i); ++i; } if ( --left > 0 ) event round(); }
event zeek_init() { event round(); }
""",
    "table entries deleted": """
global t: table[count, string] of vector of count;
event zeek_init() {
    local i = 0;
    while ( i < ROUNDS * 10000 ) {
        t[i, cat(i)] = vector(i, i);
        if ( i >= 5000 ) delete t[i - 5000, cat(i - 5000)];
        ++i;
    }
    if ( |t| != 5000 ) print |t|;
}
""",
    "tables emptied": """
global t: table[count] of set[string];
event zeek_init() {
    local round = 0;
    while ( round < ROUNDS ) {
        local i = 0;
        while ( i < 10000 ) { t[i] = set(cat(i), cat(i + 1)); ++i; }
        if ( round % 2 == 0 )
            t = table();
        else
            clear_table(t);
        ++round;
    }
}
""",
    "table entries expired": """
redef exit_only_after_terminate = T;
redef allow_network_time_forward = F;
redef table_expire_interval = 1sec;
redef table_incremental_step = 100000;
global expired = 0;
global t: table[count] of string &create_expire=3sec &expire_func=function(t: table[count] of string, i: count): interval { ++expired; return 0sec; };
global left = ROUNDS * 10;
event round() {
    local i = 0;
    while ( i < 1000 ) { t[left * 1000 + i] = cat(i); ++i; }
    set_network_time(network_time() + 1sec);
    if ( --left > 0 ) event round();
    else {
        if ( expired < ROUNDS * 10000 - 20000 ) print expired;
        terminate();
    }
}
event zeek_init() { set_network_time(double_to_time(1000.0)); event round(); }
""",
    "ordered entries": """
global t: table[string] of count &ordered;
event zeek_init() {
    local i = 0;
    while ( i < ROUNDS * 10000 ) { t[cat(i)] = i; if ( i >= 100 ) delete t[cat(i - 100)]; ++i; }
}
""",
    "functions made": """
event zeek_init() {
    local i = 0;
    local sum = 0;
    while ( i < ROUNDS * 10000 ) {
        local text = cat(i);
        local f = function[i, text](n: count): count { return n + i + |text|; };
        sum += f(1);
        ++i;
    }
}
""",
    "records in vectors": """
type Inner: record { name: string; seen: set[addr] &default=set(); };
type Outer: record { id: count; inner: Inner &optional; parts: vector of Inner &default=vector(); };
event zeek_init() {
    local round = 0;
    while ( round < ROUNDS ) {
        local all: vector of Outer = vector();
        local i = 0;
        while ( i < 5000 ) {
            local r = Outer($id=i, $inner=Inner($name=cat(i)));
            add r$inner$seen[10.0.0.1];
            r$parts += Inner($name="part");
            all += r;
            all += copy(r);
            ++i;
        }
        ++round;
    }
}
""",
    "keys that are records": """
type Key: record { a: addr; n: count; };
event zeek_init() {
    local s: set[Key];
    local i = 0;
    while ( i < ROUNDS * 10000 ) { add s[Key($a=10.0.0.1, $n=i)]; delete s[Key($a=10.0.0.1, $n=i)]; ++i; }
}
""",
    "timers": """
global left = ROUNDS;
event e(text: string) { }
event round() {
    local i = 0;
    while ( i < 10000 ) { schedule 1usec { e(cat(i)) }; ++i; }
    if ( --left > 0 ) schedule 2usec { round() };
    else terminate();
}
redef exit_only_after_terminate = T;
redef max_timer_expires = 1000000;
event zeek_init() { event round(); }
""",
    "statements that wait": """
global n = 0;
global left = ROUNDS * 10000;
event round() {
    local seen = n;
    when [seen] ( n > seen ) { if ( --left > 0 ) event round(); else terminate(); }
    ++n;
}
redef exit_only_after_terminate = T;
event zeek_init() { event round(); }
""",
    "texts and patterns": """
event zeek_init() {
    local i = 0;
    local kept = "";
    while ( i < ROUNDS * 10000 ) {
        kept = sub(fmt("%d and %s", i, kept[0:20]), /and .*/, "or");
        local parts = split_string(kept, / /);
        kept = join_string_vec(parts, "-") + to_upper(kept);
        ++i;
    }
}
""",
    "hooks and defaults": """
type R: record { n: count &default=0; s: string &optional; };
hook h(r: R) { r$s = cat(r$n); }
hook h(r: R) { if ( r$n % 2 == 0 ) break; }
global t: table[count] of R &default=R();
event zeek_init() { local i = 0; while ( i < ROUNDS * 10000 ) { local r = copy(t[i]); r$n = i; hook h(r); ++i; } }
""",
}


# At the end, the program tells the most memory that it has had.
REPORT = 'event zeek_done() &priority=-1000 { piped_exec("grep VmHWM /proc/$PPID/status", ""); }'


class ScriptMemoryTest(unittest.TestCase):
    def largest(self, text, rounds):
        """The most memory that a script has had, in KB."""
        with tempfile.NamedTemporaryFile("w", suffix=".zeek") as file:
            file.write(text.replace("ROUNDS", str(rounds)) + REPORT)
            file.flush()
            run = subprocess.run([PROGRAM, "run", "-b", file.name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        said = re.fullmatch(r"VmHWM:\s*(\d+) kB\n", run.stdout)
        self.assertTrue(run.returncode == 0 and said, run.stdout + run.stderr)
        return int(said[1])

    def test_memory_comes_back(self):
        for name, text in SCRIPTS.items():
            with self.subTest(name):
                half, whole = self.largest(text, 30), self.largest(text, 60)
                # Had each of the 300,000 between them left a word, it would be more.
                self.assertLess(whole - half, 2000)


if __name__ == "__main__":
    unittest.main()
