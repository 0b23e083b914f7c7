"""The server under test: the release binary on a free loopback port, and a client for it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)


class Server:
    """Starts the binary, waits until it is ready (or only answers, where it must not be ready), and
    stops it at the end of the `with`."""

    def __init__(self, binary, *flags, data_directory=None, environment=None, ready=True,
                 state=None, before=None):
        self.sign = "/health/ready" if ready else "/health/live"
        self.environment = {**os.environ, **(environment or {})}
        self.port = free_port()
        self.kept = tempfile.TemporaryDirectory()  # feedback of a test is not kept
        self.before = before  # called in the new process
        self.command = [binary, "serve", "--port", str(self.port), "--state-dir",
                        state or self.kept.name,
                        *flags]
        if data_directory:
            self.command += ["--data-dir", data_directory]

    def __enter__(self):
        self.log_file = tempfile.TemporaryFile()  # a pipe that nobody reads would fill up
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL,
                                        stderr=self.log_file, env=self.environment,
                                        preexec_fn=self.before)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError("the server ended: " + self.log().decode(errors="replace"))
            try:
                if self.request("GET", self.sign).status == 200:
                    return self
            except OSError:
                pass
            time.sleep(0.05)
        raise RuntimeError("the server was not ready within 20 seconds")

    def __exit__(self, *exception):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log_file.close()
        self.kept.cleanup()

    def log(self):
        """Everything that the server has logged so far."""
        return os.pread(self.log_file.fileno(), 256 << 20, 0)

    @property
    def alive(self):
        return self.process.poll() is None

    def request(self, method, path, body=None, headers=None, timeout=20):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return Answer(response.status, dict((k.lower(), v) for k, v in response.getheaders()),
                          response.read())
        finally:
            connection.close()

    def call(self, service, body, language=None):
        headers = {"Content-Type": "application/json"}
        if language:
            headers["Accept-Language"] = language
        if not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        return self.request("POST", f"/cds-services/{service}", body, headers)

    def connect(self, timeout=5):
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def raw(self, data, timeout=5):
        """Sends bytes as they are; returns what comes back until the peer closes or `timeout`."""
        with self.connect(timeout) as connection:
            received = b""
            try:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                while chunk := connection.recv(65536):
                    received += chunk
            except OSError:
                pass
            return received

    def status_field(self, name):
        """A number of /proc/<pid>/status, such as VmRSS in kB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith(name + ":"):
                    return int(line.split()[1])
        return 0

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))
