#!/usr/bin/env python3
"""The files of deploy/: the front stands before the server and closes its gaps, the unit is sound.

usage: deploy_test.py BINARY

Each test skips with a message when the program that it needs is not there.
"""

import contextlib
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
    """One certificate that signs itself: of the front, and the authority for those of clients, `west`,
    which is in the table, `nobody`, which is not, and `gone`, which is withdrawn."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=folder)

    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=cds.example.org",
            "-addext", "subjectAltName=DNS:cds.example.org,IP:127.0.0.1",
            "-keyout", "server.key", "-out", "server.pem")
    shutil.copy(f"{folder}/server.pem", f"{folder}/clients.pem")
    Path(folder, "index.txt").write_text("")
    Path(folder, "ca.conf").write_text(
        "[ca]\ndefault_ca=here\n[here]\ndatabase=index.txt\ndefault_md=sha256\nserial=serial\n"
        "new_certs_dir=.\npolicy=any\ndefault_crl_days=2\ndefault_days=2\n[any]\ncommonName=supplied\n")
    Path(folder, "serial").write_text("1000\n")
    authority = ["ca", "-batch", "-config", "ca.conf", "-cert", "server.pem", "-keyfile", "server.key"]
    for name in ("west", "nobody", "gone"):
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", f"{name}.key",
                "-out", f"{name}.csr")
        openssl(*authority, "-in", f"{name}.csr", "-out", f"{name}.pem", "-notext")
    openssl(*authority, "-revoke", "gone.pem")
    openssl(*authority, "-gencrl", "-out", "revoked.pem")


def front_configuration(folder, server_port, front_port):
    """deploy/nginx.conf with the ports and files of this test, inside what it is included in."""
    text = (ROOT / "deploy/nginx.conf").read_text()
    for old, new in (("127.0.0.1:8080;", f"127.0.0.1:{server_port};"),
                     ("listen 443 ssl", f"listen 127.0.0.1:{front_port} ssl"),
                     ("/etc/ssl/wervelwijzer/", f"{folder}/"),
                     ('"CN=hospital-west,O=Hospital West,C=NL" hospital-west;', '"CN=west" west;'),
                     ("/var/log/nginx/wervelwijzer.log", f"{folder}/access.log"),
                     ("client_header_timeout       5s", "client_header_timeout       1s"),
                     ("client_body_timeout         10s", "client_body_timeout         1s")):
        assert text.count(old) >= 1, f"deploy/nginx.conf no longer has `{old}`"
        text = text.replace(old, new)
    places = "".join(f"{name}_temp_path {folder}/{name};\n"
                     for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    path = Path(folder) / "nginx.conf"
    path.write_text(f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log warn;\n"
                    f"events {{}}\nhttp {{\n{places}{text}\n}}\n")
    return path


def client_context(folder, name):
    """TLS towards the front, with that certificate; None: without one."""
    context = ssl.create_default_context(cafile=f"{folder}/server.pem")
    if name:
        context.load_cert_chain(f"{folder}/{name}.pem", f"{folder}/{name}.key")
    return context


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

    def tls(self, name="west"):
        return client_context(self.folder, name)

    def connect(self, name="west"):
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=10, context=self.tls(name))

    def status_for(self, name, method, path, headers=None):
        """0 when the front hangs up."""
        connection = self.connect(name)
        try:
            connection.request(method, path, headers={"Host": "cds.example.org", **(headers or {})})
            return connection.getresponse().status
        except (ssl.SSLError, ConnectionError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

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

    def test_certificate_decides_who_may_call(self):
        for name, statuses in (("west", {200}), (None, {403}), ("nobody", {403}), ("gone", {400, 0})):
            for path in ("/cds-services", "/", "/fhir/Questionnaire/intake", "/health/ready"):
                self.assertIn(self.status_for(name, "GET", path), statuses, (name, path))

    def test_browser_asks_without_a_certificate_whether_it_may_call(self):
        asked = {"Origin": "https://ehr.example.org", "Access-Control-Request-Method": "POST"}
        self.assertEqual(self.status_for(None, "OPTIONS", SERVICE, asked), 204)
        self.assertIn(self.status_for("gone", "OPTIONS", SERVICE, asked), {400, 0})

    def test_metrics_are_for_the_machine_itself(self):
        self.assertEqual(self.status_for(None, "GET", "/metrics"), 200)  # which this test is

    def test_large_body_stays_in_memory(self):
        body = b'{"x":"' + b"a" * (7 << 20) + b'"}'
        self.assertEqual(self.post(body)[0], 400)
        self.assertEqual(self.post(iter([body[:1000], body[1000:]]), {"Transfer-Encoding": "chunked"})[0], 400)
        self.assertNotIn("temporary file", Path(self.folder, "error.log").read_text())

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
    def unit(self, folder):
        unit = Path(folder) / "wervelwijzer.service"
        text = (ROOT / "deploy/wervelwijzer.service").read_text()
        unit.write_text(text.replace("/usr/local/bin/wervelwijzer", BINARY))
        return str(unit)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
    def test_unit_is_sound(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", self.unit(folder)],
                                  capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
    def test_unit_is_exposed_little(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--threshold=20",
                                   "--no-pager", self.unit(folder)], capture_output=True, text=True,
                                  check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Supervisor(unittest.TestCase):
    """A socket in its place hears when the server is ready, that it goes on, and that it stops."""

    def heard(self, listener, wanted, seconds=15):
        seen, deadline = [], time.monotonic() + seconds
        while wanted not in seen and time.monotonic() < deadline:
            listener.settimeout(max(0.01, deadline - time.monotonic()))
            with contextlib.suppress(TimeoutError):
                seen.append(listener.recv(4096).decode())
        return seen

    def test_is_told(self):
        with tempfile.TemporaryDirectory() as folder, \
                socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind(f"{folder}/notify")
            process = subprocess.Popen(
                [BINARY, "serve", "--port", str(free_port()), "--state-dir", folder], stderr=subprocess.DEVNULL,
                env={**os.environ, "NOTIFY_SOCKET": f"{folder}/notify", "WATCHDOG_USEC": "600000"})
            try:
                self.assertEqual(self.heard(listener, "READY=1"), ["READY=1"])
                self.assertEqual(self.heard(listener, "WATCHDOG=1", 3), ["WATCHDOG=1"])
                self.assertIn("WATCHDOG=1", self.heard(listener, "WATCHDOG=1", 3))
                process.send_signal(signal.SIGHUP)
                self.assertIn("RELOADING=1", self.heard(listener, "RELOADING=1"))
                self.assertIn("READY=1", self.heard(listener, "READY=1"))
                process.send_signal(signal.SIGTERM)
                self.assertIn("STOPPING=1", self.heard(listener, "STOPPING=1"))
                self.assertEqual(process.wait(20), 0)
            finally:
                process.kill()
                process.wait()


if __name__ == "__main__":
    BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
