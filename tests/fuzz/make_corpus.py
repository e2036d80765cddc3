#!/usr/bin/env python3
"""Writes what the fuzzers start from, out of the recorded data under tests/conformance: vectors, and scripts.

    make_corpus.py FOLDER      makes FOLDER/fuzz_value, FOLDER/fuzz_json and so on, called like the fuzzers

Then, for instance: fuzz/fuzz_value FOLDER/fuzz_value -max_total_time=60
"""

import hashlib
import json
import sys
from pathlib import Path

CONFORMANCE = Path(__file__).resolve().parent.parent / "conformance"
VECTORS = CONFORMANCE / "vectors"
SCRIPTS = CONFORMANCE / "scripts"

LITERALS = ['42', '-3', '+3', '0x2a', '1.5', '1e5', '"text"', r'"a\n\x41\""', 'T', 'false', 'nil', '80/tcp', '0/?', '10.0.0.0/8',
            '10.1.2.3', '2001:db8::1', '5sec', '1.5 min', '-2days', 'Notice::LOG', '@1700000000.5', '2023-11-14T22:13:20Z', '[]',
            '[1, "x", [T]]', '{}', '{1, 2}', '{->}', '{1 -> "a", 2 -> [80/tcp]}']

# Of logs: columns of several kinds; a set and a vector.
LOG_RECORDS = ["00000004" "000000050000000001" "41d954fc40200000" "000000070000000001" "00000003616263" "0000000a0000000001"
               "000000000000005000000001" "000000030000000000",
               "00000004" "0000000c0000000001" "70040a010000" "000000130000000001" "0000000000000002" "000000070000000001" "0000000161"
               "000000070000000000" "0000000e0000000001" "0000000000000001" "0000000b0000000001" "0620010db8000000000000000000000001"
               "000000010000000001" "0000000000000001"]


def cases(name):
    return json.loads((VECTORS / name).read_text())["cases"]


def text_of(case):
    text = case["input"]
    return text if isinstance(text, str) else text["repeat"] * min(text["times"], 500)


def values():
    for case in cases("values.json"):
        for key in ("bin", "bin_unsorted", "bin_from_json"):
            if case.get(key):
                yield bytes.fromhex(case[key])
    for case in cases("inputs.json") + cases("mutations.json"):
        if case.get("kind", "bin") == "bin":
            yield bytes.fromhex(text_of(case))


def texts():
    for case in cases("values.json"):
        if "json" in case:
            yield json.dumps(case["json"], ensure_ascii=False).encode()
    for case in cases("inputs.json"):
        if case["kind"] == "json":
            yield text_of(case).encode()


def sessions():
    """What fuzz_session.cc takes: a byte whether a good handshake comes first (1, or 3 from a smaller ID), one for the size of the
    pieces less one, and what a peer sends."""
    for case in cases("handshakes.json"):
        sent = b"".join(bytes.fromhex(step["frame"]) for step in case["steps"] if step["from"] == "peer")
        yield b"\x00\xff" + sent
    frames = [framed(bytes.fromhex(case["payload"])) for case in cases("frames.json") if case["phase"] == "operation"]
    for frame in frames:
        yield b"\x01\xff" + frame
    yield b"\x03\x20" + b"".join(frames)


def commands():
    """Of stores, as recorded: each alone behind its size, and all after each other."""
    payloads = [bytes.fromhex(case["payload"]) for case in cases("frames.json") if case["phase"] == "operation"]
    # An envelope: sender and receiver (16 bytes each), the type, time to live, topic with its size.
    bodies = [payload[37 + int.from_bytes(payload[35:37], "big"):] for payload in payloads if payload[32] == 2]
    sized = [len(body).to_bytes(2, "big") + body for body in bodies]
    yield from sized
    yield b"".join(sized)


def scripts(*groups):
    for group in groups:
        for path in sorted((SCRIPTS / group).glob("*.zeek")):
            yield path.read_bytes()


def framed(payload):
    return len(payload).to_bytes(4, "big") + payload


def write(folder, seeds):
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        if len(seed) <= 4096:
            (folder / hashlib.sha1(seed).hexdigest()).write_bytes(seed)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    write(folder / "fuzz_value", values())
    write(folder / "fuzz_json", texts())
    write(folder / "fuzz_literal", (text.encode() for text in LITERALS))
    write(folder / "fuzz_session", sessions())
    write(folder / "fuzz_store", commands())
    write(folder / "fuzz_script_log_record", (bytes.fromhex(record) for record in LOG_RECORDS))
    write(folder / "fuzz_script_wire", values())
    write(folder / "fuzz_script_parser", scripts("language", "errors", "builtins", "logging", "utils"))
    write(folder / "fuzz_script_run", scripts("language", "errors"))  # there are next to no built-in functions


if __name__ == "__main__":
    main()
