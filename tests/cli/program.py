"""What the tests of the program share: running it, and waiting for what it prints.

Every test has a folder of its own, processes end with it, ports are free ones of the loopback interface, and every wait has a limit that
only a failing test reaches.
"""

import fcntl
import os
import pty
import queue
import re
import select
import signal
import socket
import struct
import subprocess
import tempfile
import termios
import threading
import time
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("WHIMBREL_SOURCE_DIR", Path(__file__).parents[2]))
BINARY = Path(os.environ.get("WHIMBREL_BINARY_DIR", SOURCE / "build/release"))
PROGRAM = BINARY / "whimbrel"
SECONDS = 60  # until a test gives up
PATIENCE = int(os.environ.get("WHIMBREL_PATIENCE", "1"))  # more where programs are slow, as under sanitizers


def environment(**changes):
    """As on a machine where nobody has set anything."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZEEK_")}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC", **changes}


class Stream:
    """Lines that a process prints, as they come."""

    def __init__(self, file):
        self.lines, self.seen = queue.Queue(), []
        self.thread = threading.Thread(target=self._read, args=(file,), daemon=True)
        self.thread.start()

    def _read(self, file):
        with file:
            for line in file:
                self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def next(self):
        """The next line; None at the end."""
        line = self.lines.get(timeout=SECONDS)
        if line is None:
            self.lines.put(None)
        else:
            self.seen.append(line)
        return line

    def wait_for(self, pattern):
        """The match in the next line that has one."""
        while (line := self.next()) is not None:
            if match := re.search(pattern, line):
                return match
        raise AssertionError(f"no line has {pattern!r} in\n" + "\n".join(self.seen))

    def rest(self):
        """All lines up to the end."""
        rest = []
        while (line := self.next()) is not None:
            rest.append(line)
        return rest


class Process:
    def __init__(self, command, folder, env, stdin=subprocess.DEVNULL):
        self.popen = subprocess.Popen(command, cwd=folder, env=env, stdin=stdin, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE, text=True, bufsize=1)
        self.out, self.err = Stream(self.popen.stdout), Stream(self.popen.stderr)

    def write(self, text):
        self.popen.stdin.write(text)
        self.popen.stdin.flush()

    def signal(self, number):
        self.popen.send_signal(number)

    def wait(self):
        """The exit status."""
        return self.popen.wait(SECONDS)

    def interrupt(self):
        self.signal(signal.SIGINT)
        return self.wait()

    def end(self):
        if self.popen.poll() is None:
            self.popen.kill()
        self.popen.wait()
        if self.popen.stdin:
            self.popen.stdin.close()
        for stream in (self.out, self.err):
            stream.thread.join()


class Finished:
    """What has become of a command."""

    def __init__(self, run):
        self.status, self.out, self.err = run.returncode, run.stdout, run.stderr

    def __repr__(self):
        return f"exit status {self.status}\n{self.out}---\n{self.err}"


class ProgramTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="cli-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def start(self, *arguments, stdin=subprocess.DEVNULL, **env):
        return self.start_command([PROGRAM, *map(str, arguments)], stdin, **env)

    def start_shell(self, script):
        """Runs a script of bash that finds the program by $PROGRAM."""
        return self.start_command(["bash", "-c", script], PROGRAM=str(PROGRAM))

    def start_command(self, command, stdin=subprocess.DEVNULL, **env):
        process = Process(command, self.folder, environment(**env), stdin)
        self.addCleanup(process.end)
        return process

    def run_program(self, *arguments, stdin="", **env):
        return Finished(subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder, env=environment(**env), input=stdin,
                                       capture_output=True, text=True, timeout=SECONDS, check=False))

    def succeed(self, *arguments, **more):
        """The output of a command that must succeed."""
        run = self.run_program(*arguments, **more)
        self.assertEqual(run.status, 0, run)
        return run.out

    def refuses(self, arguments, *words, status=2, **more):
        """A command must fail and say these words."""
        run = self.run_program(*arguments, **more)
        self.assertEqual(run.status, status, run)
        for word in words:
            self.assertIn(word, run.err)
        return run

    def start_node(self, *arguments, **env):
        """A node on a free port, and its address."""
        node = self.start("node", "--listen", "127.0.0.1:0", *arguments, **env)
        node.address = node.out.wait_for(r"^node=[0-9a-f-]{36} listen=(\S+)$").group(1)
        return node

    def start_listener(self, *arguments, **env):
        """A `whimbrel sub` that others can connect to, and its address."""
        sub = self.start("sub", "--listen", "127.0.0.1:0", *arguments, **env)
        sub.address = sub.err.wait_for(r"listening on (\S+)").group(1)
        return sub


def unused_port():
    """A port that nobody listens on and that nobody is given while the socket is open."""
    holder = socket.socket()
    holder.bind(("127.0.0.1", 0))
    return holder, holder.getsockname()[1]


class TerminalTest(ProgramTest):
    """Runs the program on a terminal, with 80 columns and 24 lines at first."""

    def start_on_terminal(self, *arguments):
        self.child, self.end = pty.fork()
        if self.child == 0:
            os.chdir(self.folder)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.execve(PROGRAM, [PROGRAM, *arguments], environment(TERM="xterm", HOME=str(self.folder)))
        self.addCleanup(os.close, self.end)
        self.output = ""

    def resize(self, width, height):
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def type(self, keys):
        os.write(self.end, keys.encode())

    def screen_with(self, *patterns):
        """The lines of the first screen that has all these patterns."""
        limit = time.monotonic() + SECONDS
        while True:
            *screens, self.output = self.output.split("\x1b[H")
            for screen in screens:
                text = re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]", "", screen).replace("\r", "")
                if all(re.search(pattern, text) for pattern in patterns):
                    return text.split("\n")
            if not select.select([self.end], [], [], max(0, limit - time.monotonic()))[0]:
                raise AssertionError(f"no screen with {patterns}; the last is {self.output!r}")
            self.output += os.read(self.end, 65536).decode(errors="replace")

    def wait_for(self, text):
        """What was printed up to there, which is then forgotten."""
        limit = time.monotonic() + SECONDS
        while text not in self.output:
            if not select.select([self.end], [], [], max(0, limit - time.monotonic()))[0]:
                raise AssertionError(f"no {text!r} in {self.output!r}")
            self.output += os.read(self.end, 65536).decode(errors="replace")
        before, self.output = self.output.split(text, 1)
        return before

    def rest_of_terminal(self):
        """The exit status, and what else the program has printed."""
        rest = self.output
        try:
            while part := os.read(self.end, 65536):
                rest += part.decode(errors="replace")
        except OSError:
            pass  # the other end is closed
        return os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1]), rest
