"""TLS between real processes, with certificates made on the spot: what must work works, and what must not fails with clear words."""

import shutil
import socket
import ssl
import subprocess
import tempfile
import unittest

from nodes import ONE, SOON, ProcessTest, peer

PASSPHRASE = "open sesame"


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


class Authority:
    """Signs certificates."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.file = self._make("req", "-x509", "-days", "2", "-subj", f"/CN={name} authority", *self._key(name), "-out", name + ".pem")

    def certificate(self, name, days="2"):
        """The options of a node with a certificate of its own that trusts this authority."""
        openssl(self.folder, "req", "-subj", f"/CN={name}", *self._key(name), "-out", name + ".csr")
        file = self._make("x509", "-req", "-in", name + ".csr", "-CA", self.file, "-CAkey", self.name + ".key", "-CAcreateserial",
                          "-days", days, "-out", name + ".pem")
        return {"ssl_certificate": file, "ssl_keyfile": f"{self.folder}/{name}.key", "ssl_cafile": self.file}

    def _key(self, name):
        return "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", name + ".key"

    def _make(self, *arguments):
        openssl(self.folder, *arguments)
        return f"{self.folder}/{arguments[-1]}"


def cipher_of(port, offered):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(offered + ":@SECLEVEL=0")
    with socket.create_connection(("127.0.0.1", port), SOON) as plain, context.wrap_socket(plain) as connection:
        return connection.cipher()[0]


class TlsTest(ProcessTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.mkdtemp(prefix="whimbrel-test-")
        cls.addClassCleanup(shutil.rmtree, folder, True)
        cls.trusted = Authority(folder, "trusted")
        cls.server, cls.client = cls.trusted.certificate("server"), cls.trusted.certificate("client")
        cls.expired = cls.trusted.certificate("expired", days="-1")
        cls.stranger = Authority(folder, "foreign").certificate("stranger")

    def secure(self, *prefixes, options):
        return self.node(*prefixes, **{"disable_ssl": "F", **options})

    def talk(self, a, b):
        """Messages pass in both directions; a subscribed to a/, b to b/."""
        b.publish("a/1", ONE)
        a.expect_message("a/1", ONE)
        a.publish("b/1", ("string", b"x" * 100000))
        b.expect_message("b/1", ("string", b"x" * 100000))

    def works(self, server, client):
        a, b = self.secure("a/", options=server), self.secure("b/", options=client)
        self.connect(b, a)
        self.talk(a, b)

    # -- what works

    def test_without_certificates(self):
        self.works({}, {})

    def test_without_certificates_the_best_cipher_that_both_know(self):
        port = self.secure(options={}).listen()
        broker = "AECDH-AES256-SHA"
        self.assertEqual(cipher_of(port, broker), broker)
        self.assertEqual(cipher_of(port, broker + ":ADH-AES256-GCM-SHA384:ADH-AES256-SHA"), broker)
        self.assertEqual(cipher_of(port, "ADH-AES256-GCM-SHA384:" + broker), "ADH-AES256-GCM-SHA384")
        with self.assertRaises(ssl.SSLError):
            cipher_of(port, "ADH-AES256-SHA:AECDH-AES128-SHA")

    def test_with_certificates_of_a_ca_file(self):
        self.works(self.server, self.client)

    def test_a_client_that_would_like_to_resume_its_session_is_served(self):
        server = self.secure("a/", options=self.server)
        settings = {name: self.client["ssl_" + option] for name, option in
                    (("certificate", "certificate"), ("key", "keyfile"), ("cafile", "cafile"))}
        for newest in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context, session = peer.tls_context(False, settings), None
            context.maximum_version = newest
            for _ in range(2):
                stream = context.wrap_socket(peer.tcp(server.port), session=session)
                link = peer.Link(stream, peer.random_id()).handshake(True)
                link.ping()
                session = stream.session
                link.close()

    def test_with_a_directory_of_trusted_certificates(self):
        folder = self.folder()
        shutil.copy(self.trusted.file, folder / "authority.pem")
        openssl(folder, "rehash", ".")
        by_path = {k: v for k, v in self.client.items() if k != "ssl_cafile"} | {"ssl_capath": folder}
        self.works(by_path, by_path)

    def test_with_a_key_behind_a_passphrase(self):
        self.works({**self.server, "ssl_keyfile": self.locked_key(), "ssl_passphrase": PASSPHRASE}, self.client)

    def locked_key(self):
        key = self.folder() / "locked.key"
        openssl(key.parent, "ec", "-in", self.server["ssl_keyfile"], "-aes128", "-passout", "pass:" + PASSPHRASE, "-out", key)
        return key

    # -- settings that cannot be used are refused at the start

    def refuses_to_start(self, options, *words):
        reply = self.process().try_start(disable_ssl="F", **options)
        self.assertFalse(reply["ok"], "it started")
        for word in words:
            self.assertIn(str(word), reply["error"])

    def test_a_wrong_passphrase_is_told_at_the_start(self):
        key = self.locked_key()
        self.refuses_to_start({**self.server, "ssl_keyfile": key, "ssl_passphrase": "wrong"}, key, "ssl_keyfile")

    def test_a_missing_passphrase_is_told_at_the_start_without_asking_the_terminal(self):
        key = self.locked_key()
        self.refuses_to_start({**self.server, "ssl_keyfile": key}, key, "ssl_keyfile")

    def test_unusable_files_are_told_at_the_start(self):
        garbage = self.folder() / "garbage.pem"
        garbage.write_bytes(b"\0garbage\xff" * 100)
        for option in ("ssl_certificate", "ssl_keyfile", "ssl_cafile"):
            for file in (garbage, garbage.with_name("missing.pem"), garbage.parent):
                with self.subTest(option=option, file=file.name):
                    self.refuses_to_start({**self.server, option: file}, file, option)

    def test_a_certificate_without_its_key_is_told_at_the_start(self):
        self.refuses_to_start({k: v for k, v in self.server.items() if k != "ssl_keyfile"}, "private key")
        self.refuses_to_start({"ssl_cafile": self.trusted.file}, "certificate")

    def test_a_key_of_another_certificate_is_told_at_the_start(self):
        self.refuses_to_start({**self.server, "ssl_keyfile": self.client["ssl_keyfile"]}, self.client["ssl_keyfile"], "mismatch")

    # -- peers that do not fit

    def refuses_peer(self, server, client, *words):
        """The client is told why, soon; the server stays idle, keeps nothing open, and serves a good peer at once."""
        a = self.secure("a/", options=server)
        good = self.secure("b/", options=server)
        self.connect(good, a)
        before = a.descriptors()
        b = self.secure(options=client)
        b.peer(a.port)
        told = b.error("peer_unavailable", timeout=SOON)
        for word in words:
            self.assertIn(word, told["detail"])
        self.assertIn(f"127.0.0.1:{a.port}", told["detail"])
        self.assertEqual(b.peers(), [])
        a.wait_for_log("refused", timeout=SOON)
        self.talk(a, good)
        late = self.secure("b/", options=server)
        self.connect(late, a)
        late.stop()
        a.status("peer_lost")
        a.not_busy(0.5, 0.3)
        b.not_busy(0.2, 0.3)
        self.eventually(lambda: a.descriptors() <= before, "descriptors to be closed")

    def test_an_expired_certificate_of_the_listener(self):
        a = self.secure(options={**self.server, **{k: self.expired[k] for k in ("ssl_certificate", "ssl_keyfile")}})
        b = self.secure(options=self.client)
        b.peer(a.port)
        self.assertIn("certificate has expired", b.error("peer_unavailable", timeout=SOON)["detail"])
        self.serves_with_certificates(b)

    def serves_with_certificates(self, node):
        node.subscribe("a/")
        other = self.secure("b/", options=self.server)
        self.connect(other, node)
        self.talk(node, other)

    def test_an_expired_certificate_of_the_connector(self):
        self.refuses_peer(self.server, self.expired, "TLS", "expired")

    def test_a_certificate_of_another_authority(self):
        self.refuses_peer(self.server, self.stranger, "certificate")

    def test_a_certificate_of_another_authority_at_the_connector_alone(self):
        self.refuses_peer(self.server, {**self.stranger, "ssl_cafile": self.trusted.file}, "TLS", "unknown CA")

    def test_no_certificate_where_one_is_wanted(self):
        self.refuses_peer(self.server, {}, "TLS")

    def test_a_certificate_where_none_are_used(self):
        self.refuses_peer({}, self.client, "TLS")

    def test_plain_connector_and_tls_listener(self):
        self.refuses_peer(self.server, {"disable_ssl": "T"}, "TLS")

    def test_plain_connector_and_listener_with_tls_but_no_certificates(self):
        self.refuses_peer({}, {"disable_ssl": "T"}, "TLS")

    def test_tls_connector_and_plain_listener(self):
        self.refuses_peer({"disable_ssl": "T"}, {}, "TLS")

    def test_tls_connector_with_certificates_and_plain_listener(self):
        self.refuses_peer({"disable_ssl": "T"}, self.client, "TLS")


if __name__ == "__main__":
    unittest.main()
