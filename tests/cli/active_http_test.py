"""ActiveHTTP: scripts that ask web servers, by curl."""

import http.server
import shutil
import threading
import unittest

from program import ProgramTest

SCRIPT = """
@load base/utils/active-http
redef exit_only_after_terminate = T;
event zeek_init()
	{
	when ( local answer = ActiveHTTP::request(%s) )
		{
		print answer$code, answer$msg;
		print answer$body;
		if ( "X-Asked" in answer$headers )
			print answer$headers["X-Asked"];
		terminate();
		}
	timeout 30sec { print "no answer"; terminate(); }
	}
"""


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/here")
            self.end_headers()
            return
        self.answer(200 if self.path == "/here" else 404, b"one\ntwo\n")

    def do_PUT(self):
        self.answer(201, self.rfile.read(int(self.headers["Content-Length"])).upper())

    def answer(self, code, body):
        self.send_response(code)
        self.send_header("X-Asked", f"{self.command} {self.path}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@unittest.skipUnless(shutil.which("curl"), "curl is not installed")
class ActiveHttpTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=self.server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def ask(self, path, more=""):
        request = f'[$url="http://127.0.0.1:{self.server.server_port}{path}"{more}]'
        self.write("ask.zeek", SCRIPT % request)
        return self.succeed("run", "-b", "ask.zeek").splitlines()

    def test_code_message_headers_and_body_of_the_answer(self):
        self.assertEqual(self.ask("/here"), ["200, OK", "one\\x0atwo", "GET /here"])
        self.assertEqual(self.ask("/nowhere"), ["404, Not Found", "one\\x0atwo", "GET /nowhere"])

    def test_a_body_is_sent(self):
        self.assertEqual(self.ask("/there", ', $method="PUT", $client_data="it\'s $HOME"'), ["201, Created", "IT'S $HOME", "PUT /there"])

    def test_curl_takes_more_arguments(self):
        self.assertEqual(self.ask("/moved", ', $addl_curl_args="-L"'), ["200, OK", "one\\x0atwo", "GET /here"])

    def test_no_answer_has_no_code(self):
        self.server.socket.close()
        self.assertEqual(self.ask("/here"), ["0, ", ""])


if __name__ == "__main__":
    unittest.main()
