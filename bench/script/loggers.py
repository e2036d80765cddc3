#!/usr/bin/env python3
"""What a logger costs: processor time per million records, with 1, 20 and 200 workers that send to it.

    bench/script/loggers.py [--program build/release/whimbrel] [--records 1000000] [--repeat 2]

The workers are connections of this process, which sends batches of 400 records that are ready made, as fast as the logger takes them, over
plain TCP; it prints nothing of its own cost. Files go to a temporary folder. The yardstick is a process that reads the same bytes from the same
number of sockets, and writes as many as the logger's file has to a file, with read(2) and write(2).
"""

import argparse
import os
import resource
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests/conformance"))
import peer  # noqa: E402
import wire  # noqa: E402

BATCH = 400


def field(name, value):
    return {"type": name, "subtype": 0, "value": value}


SMALL = [field("count", 7), field("string", b"test")]
BIG = [field("time", 1700000000.123456), field("string", b"CHhAvVGS1DHFjwGM9"), field("addr", bytes([10, 1, 2, 3])), field("port", (51234, "tcp")),
       field("addr", bytes([192, 168, 4, 5])), field("port", (443, "tcp")), field("string", b"tcp"), field("string", b"ssl"),
       field("interval", 1.5), field("count", 1234), field("count", 5678), field("string", b"SF"), field("bool", True), field("bool", False),
       field("count", 0), field("string", b"ShADadFf"), field("count", 12), field("count", 34), field("count", 3456), field("string", b"a note")]
TYPES = {"bool": 1, "count": 3, "time": 5, "interval": 6, "string": 7, "port": 10, "addr": 11}
TOPIC = "zeek/logs/B::LOG"


def message(kind, content):
    return ("vector", [("count", 1), ("count", kind), ("vector", content)])


def create(fields):
    columns = [("vector", [("string", f"f{i}".encode()), ("none", None), ("count", TYPES[f["type"]]), ("count", 0), ("boolean", False)])
               for i, f in enumerate(fields)]
    info = ("vector", [("string", b"b"), ("real", 0.0), ("real", 0.0), ("real", 1.0), ("table", []), ("string", b"")])
    return message(2, [("enum-value", b"B::LOG"), ("enum-value", b"Log::WRITER_ASCII"), info, ("vector", columns)])


def batch(fields):
    record = message(3, [("enum-value", b"B::LOG"), ("enum-value", b"Log::WRITER_ASCII"), ("string", b"b"),
                         ("string", wire.encode_log_record(fields))])
    return message(5, [record] * BATCH)


def send_all(links, frame, total):
    """Everybody the same number of batches, in turns, from one thread."""
    rounds = total // BATCH // len(links)
    poll = select.poll()
    state = {}
    for link in links:
        link.sock.setblocking(False)
        state[link.sock.fileno()] = [link, memoryview(frame * min(rounds, 8)), rounds]
        poll.register(link.sock.fileno(), select.POLLOUT)
    while state:
        for number, _ in poll.poll():
            entry = state[number]
            try:
                sent = entry[0].sock.send(entry[1])
            except BlockingIOError:
                continue
            entry[1] = entry[1][sent:]
            if len(entry[1]) == 0:
                entry[2] -= min(entry[2], 8)
                entry[1] = memoryview(frame * min(entry[2], 8))
                if entry[2] == 0:
                    poll.unregister(number)
                    del state[number]
    for link in links:
        link.ping(b"end", 60)
    return rounds * len(links) * BATCH


def children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(program, fields, form, workers, total):
    """Records per second, processor seconds per million records, bytes in the file."""
    with tempfile.TemporaryDirectory() as folder:
        before = children()
        logger = subprocess.Popen([program, "logger", "--listen", "127.0.0.1:0", "--disable-ssl", "--dir", folder, "--format", form],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        port = int(logger.stdout.readline().rsplit(":", 1)[1])
        links = [peer.peer_with(port) for _ in range(workers)]
        links[0].publish(TOPIC, create(fields))
        links[0].ping()
        frame = wire.frame(wire.data(links[0].id, TOPIC, batch(fields)))
        start = time.monotonic()
        records = send_all(links, frame, total)
        file = Path(folder) / "b.log"
        while logger.poll() is None and not (file.exists() and count(file) >= records):
            time.sleep(0.05)
        seconds = time.monotonic() - start
        size = file.stat().st_size
        logger.terminate()
        _, err = logger.communicate(timeout=60)
        for link in links:
            link.close()
        if f"received {records} records, written {records}, lost 0" not in err:
            sys.exit("records are missing:\n" + err)
        return records / seconds, (children() - before) / records * 1e6, size / records, len(frame) / BATCH


def count(file):
    """Lines of a file so far, by its size: all are of one length, but for the header."""
    with file.open("rb") as stream:
        head = stream.read(4096).split(b"\n")
    lines = [line for line in head if line and not line.startswith(b"#")]
    return (file.stat().st_size - sum(len(line) + 1 for line in head if line.startswith(b"#"))) // (len(lines[0]) + 1) if lines else 0


def plain(record_in, record_out, workers, total):
    """The same bytes through plain sockets and write(2)."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    before = children()
    pid = os.fork()
    if pid == 0:
        with tempfile.TemporaryFile() as file:
            buffer, poll, left = bytearray(1 << 18), select.poll(), {}
            for _ in range(workers):
                sock, _ = listener.accept()
                left[sock.fileno()] = sock
                poll.register(sock.fileno(), select.POLLIN)
            share, due = record_out / record_in, 0.0
            while left:
                for number, _ in poll.poll():
                    size = left[number].recv_into(buffer)
                    due += size * share
                    while due >= 65536:
                        os.write(file.fileno(), memoryview(buffer)[:65536])
                        due -= 65536
                    if size == 0:
                        poll.unregister(number)
                        left.pop(number).close()
        os._exit(0)
    socks = [socket.create_connection(listener.getsockname()) for _ in range(workers)]
    block = bytes(1 << 16)
    rounds = int(total * record_in / len(block) / workers)
    threads = [threading.Thread(target=lambda sock=sock: ([sock.sendall(block) for _ in range(rounds)], sock.close())) for sock in socks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os.waitpid(pid, 0)
    listener.close()
    return (children() - before) / (rounds * workers * len(block) / record_in) * 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/release/whimbrel")
    parser.add_argument("--records", type=int, default=1000000)
    parser.add_argument("--repeat", type=int, default=2)
    arguments = parser.parse_args()
    program = Path(arguments.program).resolve()
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for name, fields in (("2 fields", SMALL), ("20 fields", BIG)):
        for form in ("tsv", "json"):
            for workers in (1, 20, 200):
                runs = [measure(program, fields, form, workers, arguments.records) for _ in range(arguments.repeat)]
                rate, cost, out, into = min(runs, key=lambda run: run[1])
                line = f"{name:<10} {form:<5} {workers:>4} workers {rate:>11,.0f}/s  {cost:6.2f} s of processor time per million records"
                if form == "tsv":
                    line += f"  (plain sockets and write: {plain(into, out, workers, arguments.records):.2f} s)"
                print(line, flush=True)


if __name__ == "__main__":
    main()
