"""Scripts that ask a name server of their own choice: ZEEK_DNS_RESOLVER."""

import ipaddress
import socket
import struct
import threading
import unittest

from program import ProgramTest

A, PTR, TXT, AAAA = 1, 12, 16, 28
SCRIPT = """
redef exit_only_after_terminate = T;
global left = 5;
function sort_by_text(s: set[addr]): vector of string
	{
	local v: vector of string;
	for ( x in s ) v += fmt("%s", x);
	return sort(v, strcmp);
	}
function told() { if ( --left == 0 ) terminate(); }
event zeek_init() &priority=-1
	{
	when ( local a = lookup_hostname("here.example") ) { print "addresses", sort_by_text(a); told(); }
	timeout 20sec { print "no addresses"; told(); }
	when ( local n = lookup_addr(192.0.2.7) ) { print "name", n; told(); }
	timeout 20sec { print "no name"; told(); }
	when ( local m = lookup_addr([2001:db8::7]) ) { print "name of IPv6", m; told(); }
	timeout 20sec { print "no name"; told(); }
	when ( local t = lookup_hostname_txt("here.example") ) { print "text", t; told(); }
	timeout 20sec { print "no text"; told(); }
	when ( local u = lookup_addr(192.0.2.8) ) { print "unknown", u; told(); }
	timeout 20sec { print "no answer"; told(); }
	}
"""


def encoded(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


class NameServer:
    """Answers over UDP from a table of (name, type)."""

    def __init__(self, records):
        self.records = records
        self.asked = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def close(self):
        self.socket.sendto(b"", ("127.0.0.1", self.port))
        self.thread.join()
        self.socket.close()

    def serve(self):
        while True:
            message, client = self.socket.recvfrom(4096)
            if not message:
                return
            self.socket.sendto(self.answer(message), client)

    def answer(self, query):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode())
            at += 1 + query[at]
        question = query[12:at + 5]
        asked = (".".join(labels).lower(), struct.unpack(">H", query[at + 1:at + 3])[0])
        self.asked.append(asked)
        data = self.records.get(asked, [])
        header = query[:2] + struct.pack(">HHHHH", 0x8180 if data else 0x8183, 1, len(data), 0, 0)
        return header + question + b"".join(b"\xc0\x0c" + struct.pack(">HHIH", asked[1], 1, 60, len(d)) + d for d in data)


class NameServerTest(ProgramTest):
    def serve(self):
        ipv4, ipv6 = ipaddress.ip_address("192.0.2.7"), ipaddress.ip_address("2001:db8::7")
        server = NameServer({
            ("here.example", A): [ipv4.packed],
            ("here.example", AAAA): [ipv6.packed],
            ("here.example", TXT): [b"\x05hello"],
            (ipv4.reverse_pointer, PTR): [encoded("seven.example")],
            (ipv6.reverse_pointer, PTR): [encoded("seven-six.example")],
        })
        self.addCleanup(server.close)
        return server

    def test_it_is_asked_for_names_addresses_and_texts(self):
        server = self.serve()
        self.write("ask.zeek", SCRIPT)
        out = self.succeed("run", "-b", "ask.zeek", ZEEK_DNS_RESOLVER=f"127.0.0.1:{server.port}")
        self.assertEqual(sorted(out.splitlines()), [
            "addresses, [192.0.2.7, 2001:db8::7]",
            "name of IPv6, seven-six.example",
            "name, seven.example",
            "text, hello",
            "unknown, <???>",
        ])
        self.assertIn(("here.example", AAAA), server.asked)

    def test_what_is_no_address_is_named(self):
        self.write("ask.zeek", 'redef exit_only_after_terminate = T; event zeek_init() { when ( local a = lookup_addr(127.0.0.1) ) terminate(); timeout 20sec { terminate(); } }')
        for wrong in ("name.example", "127.0.0.1:", "127.0.0.1:70000", "::1"):
            run = self.run_program("run", "-b", "ask.zeek", ZEEK_DNS_RESOLVER=wrong)
            self.assertIn(f"ZEEK_DNS_RESOLVER is '{wrong}'", run.err)


if __name__ == "__main__":
    unittest.main()
