"""WebSocket libraries as they are, each against a node: what is missing on this machine is left out, and said.

  python   the module websockets (Debian's python3-websockets)
  ws       the package ws for Node.js (Debian's node-ws, or installed by npm beside this file's NODE_PATH)
  node     the WebSocket that Node.js brings along
  browser  a page in headless Chromium (Debian's chromium-headless-shell or chromium)
  curl     the pages of a node, with TLS and without
"""

import contextlib
import functools
import http.server
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import unittest

from nodes import ONE, SOURCE, TIMEOUT
from tls_test import Authority
from web_nodes import WebProcessTest

# A client that subscribes to out/, echoes what comes to in/echo, and says "bye" to in/bye after `count` messages.
PYTHON = """
import asyncio, json, ssl, sys, websockets
url, count, *certificates = sys.argv[1:]
context = None
if certificates:
    context = ssl.create_default_context(cafile=certificates[0])
    context.check_hostname = False
    if len(certificates) > 1:
        context.load_cert_chain(certificates[1], certificates[2])
def message(topic, kind, data):
    return json.dumps({"type": "data-message", "topic": topic, "@data-type": kind, "data": data})
async def main():
    async with websockets.connect(url, ssl=context, max_size=None, extra_headers={"X-Application-Name": "library"}) as socket:
        await socket.send('["out/"]')
        assert json.loads(await socket.recv())["type"] == "ack"
        for _ in range(int(count)):
            got = json.loads(await socket.recv())
            await socket.send(message("in/echo", got["@data-type"], got["data"]))
        await socket.ping()
        await socket.send(message("in/bye", "string", "bye"))
asyncio.run(main())
"""
JAVASCRIPT = """
const run = (WebSocket, url, count, options) => {
  const socket = options ? new WebSocket(url, options) : new WebSocket(url);
  const send = (topic, type, data) => socket.send(JSON.stringify({ type: "data-message", topic, "@data-type": type, data }));
  socket.onopen = () => socket.send('["out/"]');
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type !== "data-message") return;
    send("in/echo", message["@data-type"], message.data);
    if (--count === 0) { send("in/bye", "string", "bye"); socket.close(); }
  };
};
"""
NODE_PATHS = ["/usr/share/nodejs", *os.environ.get("NODE_PATH", "").split(":")]


def node_has_websocket():
    probe = [*NODE, "-e", "process.exit(globalThis.WebSocket ? 0 : 1)"]
    return shutil.which("node") is not None and subprocess.run(probe, capture_output=True, check=False).returncode == 0


def python_of_system():
    """The Python whose packages are Debian's, if it has the module."""
    for python in ("/usr/bin/python3", shutil.which("python3")):
        if python and subprocess.run([python, "-c", "import websockets"], capture_output=True, check=False).returncode == 0:
            return python
    return None


NODE = ["node", "--experimental-websocket"]
BROWSER = shutil.which("chromium-headless-shell") or shutil.which("chromium") or shutil.which("google-chrome")
PY = python_of_system()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def kill_group(process):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


class WebLibrariesTest(WebProcessTest):
    def start(self, *command, **options):
        # A group of its own: a browser is several processes, behind a script that starts them.
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                   start_new_session=True, **options)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait, TIMEOUT)
        self.addCleanup(kill_group, process)
        return process

    def talk(self, node, process=None):
        """What the node publishes comes back, all of it and in order."""
        node.status("peer_added")
        values = [ONE, ("string", "caf\u00e9 \u20ac".encode()), ("vector", [("count", i) for i in range(1000)]), ("string", b"x" * 300_000)]
        for value in values:
            node.publish("out/x", value)
        for value in values:
            node.expect_message("in/echo", value)
        node.expect_message("in/bye", ("string", b"bye"))
        if process:
            self.assertEqual(process.wait(TIMEOUT), 0, process.stderr.read())
            node.status("peer_lost")

    def url(self, node, scheme="ws"):
        return f"{scheme}://127.0.0.1:{node.web}/v1/messages/json"

    @unittest.skipUnless(PY, "the module websockets is not installed (python3-websockets)")
    def test_python(self):
        node = self.server("in/")
        self.talk(node, self.start(PY, "-c", PYTHON, self.url(node), "4"))

    @unittest.skipUnless(PY, "the module websockets is not installed (python3-websockets)")
    def test_python_with_tls(self):
        folder = tempfile.mkdtemp(prefix="whimbrel-test-")
        self.addCleanup(shutil.rmtree, folder, True)
        authority = Authority(folder, "trusted")
        mine = authority.certificate("client")
        node = self.server("in/", disable_ssl="F", **authority.certificate("server"))
        with_certificate = [authority.file, mine["ssl_certificate"], mine["ssl_keyfile"]]
        refused = self.start(PY, "-c", PYTHON, self.url(node, "wss"), "4", authority.file)
        self.assertNotEqual(refused.wait(TIMEOUT), 0)
        self.talk(node, self.start(PY, "-c", PYTHON, self.url(node, "wss"), "4", *with_certificate))

    @unittest.skipUnless(shutil.which("node"), "Node.js is not installed")
    def test_ws_for_node(self):
        paths = [path for path in NODE_PATHS if path and os.path.isdir(f"{path}/ws")]
        if not paths:
            self.skipTest("the package ws is not installed (node-ws)")
        node = self.server("in/")
        script = JAVASCRIPT + "run(require('ws').WebSocket, process.argv[1], 4, { headers: { 'X-Application-Name': 'ws' } });"
        self.talk(node, self.start("node", "-e", script, self.url(node), env={**os.environ, "NODE_PATH": ":".join(paths)}))

    @unittest.skipUnless(node_has_websocket(), "this Node.js brings no WebSocket along")
    def test_the_one_that_node_brings(self):
        node = self.server("in/")
        self.talk(node, self.start(*NODE, "-e", JAVASCRIPT + "run(WebSocket, process.argv[1], 4);", self.url(node)))

    def page_server(self, script):
        """Serves a page with that script; its origin."""
        folder = self.folder()
        (folder / "index.html").write_text(f"<!doctype html><meta charset=utf-8><script>{script}</script>")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}"

    def browse(self, url):
        return self.start(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
                          f"--user-data-dir={self.folder()}", "--remote-debugging-port=0", url)

    @unittest.skipUnless(BROWSER, "Chromium is not installed (chromium-headless-shell)")
    def test_a_page_in_a_browser(self):
        # Where the node listens is known after it was told of the origin, so the page asks for it.
        origin = self.page_server(JAVASCRIPT + "run(WebSocket, decodeURIComponent(location.hash.slice(1)), 4);")
        node = self.server("in/", websocket_origins=origin)
        self.browse(f"{origin}/#{self.url(node)}")
        self.talk(node)

    @unittest.skipUnless(BROWSER, "Chromium is not installed (chromium-headless-shell)")
    def test_the_page_in_the_documentation(self):
        text = (SOURCE / "docs/features/websocket.md").read_text()
        script = re.search(r"```html\n<script>\n(.*?)</script>\n```", text, re.DOTALL).group(1)
        node = self.server("/hello", websocket_origins="*")
        page = self.page_server(script.replace("127.0.0.1:9997", f"127.0.0.1:{node.web}"))
        self.browse(page)
        node.expect_message("/hello", ("string", b"from the browser"))

    @unittest.skipUnless(BROWSER, "Chromium is not installed (chromium-headless-shell)")
    def test_a_strange_page_in_a_browser_is_turned_away(self):
        origin = self.page_server(JAVASCRIPT + "run(WebSocket, decodeURIComponent(location.hash.slice(1)), 1);")
        node = self.server("in/")
        self.browse(f"{origin}/#{self.url(node)}")
        while json.loads(self.curl(f"http://127.0.0.1:{node.web}/v1/status/json"))["client_sums"]["refused"] == 0:
            pass
        self.assertEqual(json.loads(self.curl(f"http://127.0.0.1:{node.web}/v1/status/json"))["client_sums"]["accepted"], 0)

    def curl(self, *arguments):
        if not shutil.which("curl"):
            self.skipTest("curl is not installed")
        return subprocess.run(["curl", "-sS", *arguments], capture_output=True, text=True, check=True, timeout=TIMEOUT).stdout

    def test_curl_with_tls(self):
        folder = tempfile.mkdtemp(prefix="whimbrel-test-")
        self.addCleanup(shutil.rmtree, folder, True)
        authority = Authority(folder, "trusted")
        mine = authority.certificate("client")
        node = self.server(disable_ssl="F", **authority.certificate("server"))
        # The certificate is for the name "server", which leads here.
        place = ["--cacert", authority.file, "--resolve", f"server:{node.web}:127.0.0.1", f"https://server:{node.web}/healthz"]
        self.assertEqual(self.curl("--cert", mine["ssl_certificate"], "--key", mine["ssl_keyfile"], *place), "ok\n")
        with self.assertRaises(subprocess.CalledProcessError):
            self.curl(*place)


if __name__ == "__main__":
    unittest.main()
