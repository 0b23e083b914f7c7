#!/usr/bin/env python3
"""The files of deploy/: the front stands before the server and closes its gaps, the unit is sound.

usage: deploy_test.py BINARY

Each test skips with a message when the program that it needs is not there.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUEST = ROOT / "tests/golden/requests/cord-compression-complete-record.json"
SERVICE = "/cds-services/spinal-metastases-patient-view"
BINARY = ""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


def make_certificate(folder):
    """One certificate that signs itself, for the front and for the client alike."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=cds.example.org", "-addext", "subjectAltName=DNS:cds.example.org,IP:127.0.0.1",
         "-keyout", f"{folder}/server.key", "-out", f"{folder}/server.pem"],
        check=True, capture_output=True)
    shutil.copy(f"{folder}/server.pem", f"{folder}/clients.pem")


def front_configuration(folder, server_port, front_port):
    """deploy/nginx.conf with the ports and files of this test, inside what it is included in."""
    text = (ROOT / "deploy/nginx.conf").read_text()
    for old, new in (("127.0.0.1:8080;", f"127.0.0.1:{server_port};"),
                     ("listen 443 ssl", f"listen 127.0.0.1:{front_port} ssl"),
                     ("/etc/ssl/wervelwijzer/", f"{folder}/"),
                     ("/var/log/nginx/wervelwijzer.log", f"{folder}/access.log"),
                     ("client_header_timeout       5s", "client_header_timeout       1s"),
                     ("client_body_timeout         10s", "client_body_timeout         1s")):
        assert text.count(old) >= 1, f"deploy/nginx.conf no longer has `{old}`"
        text = text.replace(old, new)
    places = "".join(f"{name}_temp_path {folder}/{name};\n"
                     for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    path = Path(folder) / "nginx.conf"
    path.write_text(f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
                    f"events {{}}\nhttp {{\n{places}{text}\n}}\n")
    return path


@unittest.skipUnless(shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
                     and shutil.which("openssl"), "nginx or openssl is not installed")
class Front(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        os.chmod(cls.folder, 0o755)  # of an administrator's front the workers are somebody else
        make_certificate(cls.folder)
        server_port, cls.port = free_port(), free_port()
        path = front_configuration(cls.folder, server_port, cls.port)
        cls.processes = [
            subprocess.Popen([BINARY, "serve", "--port", str(server_port), "--state-dir",
                              cls.folder, "--base-url", "https://cds.example.org"], stderr=subprocess.DEVNULL),
            subprocess.Popen([shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin"),
                              "-p", cls.folder, "-c", str(path)], stderr=subprocess.DEVNULL)]
        wait_for(server_port)
        wait_for(cls.port)

    @classmethod
    def tearDownClass(cls):
        for process in cls.processes:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
        shutil.rmtree(cls.folder)

    def tls(self):
        context = ssl.create_default_context(cafile=f"{self.folder}/server.pem")
        context.load_cert_chain(f"{self.folder}/server.pem", f"{self.folder}/server.key")
        return context

    def connect(self):
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=10, context=self.tls())

    def post(self, body, headers=None):
        connection = self.connect()
        connection.request("POST", SERVICE, body, {"Content-Type": "application/json",
                                                   "Host": "cds.example.org", **(headers or {})},
                           encode_chunked="Transfer-Encoding" in (headers or {}))
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, text

    def raw(self, data, seconds=6):
        """Sends bytes, says nothing more, and returns what comes before the front hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as plain:
            with self.tls().wrap_socket(plain, server_hostname="cds.example.org") as connection:
                connection.sendall(data)
                received = b""
                while chunk := connection.recv(65536):
                    received += chunk
                return received

    def test_request_gets_its_cards(self):
        status, text = self.post(REQUEST.read_bytes())
        self.assertEqual(status, 200)
        self.assertTrue(json.loads(text)["cards"])

    def test_body_in_chunks_arrives_whole(self):
        body = REQUEST.read_bytes()
        status, text = self.post(iter([body[:1000], body[1000:]]), {"Transfer-Encoding": "chunked"})
        self.assertEqual(status, 200, text)

    def test_who_has_no_certificate_gets_nothing(self):
        context = ssl.create_default_context(cafile=f"{self.folder}/server.pem")
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=10,
                                                 context=context)
        try:
            connection.request("GET", "/cds-services")
            self.assertEqual(connection.getresponse().status, 400)
        except ssl.SSLError:
            pass  # TLS 1.3 may say so later, by hanging up
        finally:
            connection.close()

    def test_slow_headers_and_slow_bodies_are_cut_off(self):
        head = f"POST {SERVICE} HTTP/1.1\r\nHost: cds.example.org\r\n"
        self.assertNotIn(b" 200 ", self.raw(head.encode()))
        whole = head + "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"
        self.assertNotIn(b" 200 ", self.raw(whole.encode()))

    def test_body_above_the_limit_is_refused(self):
        status, _ = self.post(b"", {"Content-Length": str(64 << 20)})
        self.assertEqual(status, 413)

    def test_second_request_of_a_pipeline_is_answered(self):
        one = "GET /cds-services HTTP/1.1\r\nHost: cds.example.org\r\n"
        both = one + "\r\n" + one + "Connection: close\r\n\r\n"
        self.assertEqual(self.raw(both.encode()).count(b"HTTP/1.1 200"), 2)

    def test_log_of_the_front_holds_no_query(self):
        connection = self.connect()
        connection.request("GET", "/cds-services?patient=Fictief",
                           headers={"Host": "cds.example.org"})
        self.assertEqual(connection.getresponse().status, 200)
        connection.close()
        time.sleep(0.2)
        log = Path(self.folder, "access.log").read_text()
        self.assertIn("/cds-services", log)
        self.assertNotIn("Fictief", log)


class Unit(unittest.TestCase):
    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
    def test_unit_is_sound(self):
        with tempfile.TemporaryDirectory() as folder:
            unit = Path(folder) / "wervelwijzer.service"
            text = (ROOT / "deploy/wervelwijzer.service").read_text()
            unit.write_text(text.replace("/usr/local/bin/wervelwijzer", BINARY))
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)],
                                  capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
