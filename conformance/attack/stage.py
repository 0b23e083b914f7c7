"""Where an attack is played: the server with one of its listeners, plain or behind the shipped front,
and what has to hold after any attack: the process lives, its memory is flat, the next one is served."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "conformance/http"), str(ROOT / "tests/app")]

import deploy_test  # noqa: E402
from server import Server, free_port  # noqa: E402

SERVICE = "/cds-services/spinal-metastases-patient-view"
REQUEST = (ROOT / "tests/golden/requests/cord-compression-complete-record.json").read_bytes()
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
MOST_GROWTH = 32 << 10  # kB of memory that any attack may cost at its height
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")


class Attack:
    """One row of the table in docs/operators.md. `cpprest` is `holds`, or `front` where that listener
    needs the shipped front; `flags` are those of a server of its own."""

    def __init__(self, name, says, play, cpprest, flags, own):
        self.name, self.says, self.play = name, says, play
        self.cpprest, self.flags, self.own = cpprest, flags, own

    def place(self, listener):
        return "holds" if listener == "beast" else self.cpprest


def attack(name, says, cpprest="holds", flags=(), own=False):
    """Registers a function of a Target, which returns what is wrong as texts. With `own` it gets a
    server that no other attack meets."""
    def register(play):
        ATTACKS.append(Attack(name, says, play, cpprest, list(flags), own or bool(flags)))
        return play
    return register


ATTACKS = []


class Target:
    def __init__(self, server, listener, front=None):
        self.server, self.listener, self.front = server, listener, front

    def connect(self, source="127.0.0.1", timeout=10):
        if self.front:
            return self.front.connect(timeout)
        return socket.create_connection(("127.0.0.1", self.server.port), timeout,
                                        source_address=(source, 0))

    def raw(self, data, timeout=5, source="127.0.0.1"):
        """Sends bytes (or an iterable of them) as far as they are taken, says nothing more, and
        returns what came before the peer closed, and whether it closed."""
        received, closed = b"", False
        with self.connect(source, timeout) as connection:
            try:
                for piece in [data] if isinstance(data, bytes) else data:
                    connection.sendall(piece)
            except OSError:
                pass
            try:
                while chunk := connection.recv(65536):
                    received += chunk
                closed = True
            except TimeoutError:
                pass
            except OSError:
                closed = True
        return received, closed

    def is_served(self, source="127.0.0.1"):
        """The next honest request has its cards, and soon."""
        head = (f"POST {SERVICE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(REQUEST)}\r\nConnection: close\r\n\r\n").encode()
        begin = time.monotonic()
        received, _ = self.raw(head + REQUEST, source=source)
        return statuses(received) == [200] and time.monotonic() - begin < 2

    def problems_after(self, play):
        """Plays it; what it found, and what it cost."""
        pid = self.server.process.pid
        before = self.server.status_field("VmRSS")
        with contextlib.suppress(OSError):
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # the height is measured from now on
        found = list(play(self))
        if not self.server.alive:
            return found + ["the process ended"]
        growth = self.server.status_field("VmHWM") - before
        if growth > MOST_GROWTH:
            found.append(f"the memory grew by {growth} kB")
        if not self.is_served():
            found.append("the next request is not served")
        return found


def statuses(received):
    return [int(status) for status in STATUS.findall(received)]


class Front:
    """The shipped nginx.conf before the server, with certificates of this run."""

    def __init__(self, server_port):
        self.folder, self.port = tempfile.mkdtemp(), free_port()
        os.chmod(self.folder, 0o755)  # of an administrator's front the workers are somebody else
        deploy_test.make_certificate(self.folder)
        path = deploy_test.front_configuration(self.folder, server_port, self.port)
        self.process = subprocess.Popen([NGINX, "-p", self.folder, "-c", str(path)],
                                        stderr=subprocess.DEVNULL)
        deploy_test.wait_for(self.port)

    def connect(self, timeout):
        context = deploy_test.client_context(self.folder, "west")
        plain = socket.create_connection(("127.0.0.1", self.port), timeout)
        return context.wrap_socket(plain, server_hostname="cds.example.org",
                                   suppress_ragged_eofs=True)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        shutil.rmtree(self.folder)


@contextlib.contextmanager
def target(binary, listener, flags=(), behind_front=False):
    extra = ["--base-url", "https://cds.example.org"] if behind_front else []
    with Server(binary, "--listener", listener, *flags, *extra) as server:
        front = Front(server.port) if behind_front else None
        try:
            yield Target(server, listener, front)
        finally:
            if front:
                front.stop()
