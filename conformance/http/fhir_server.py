"""A small FHIR server on loopback, which answers as it is told and remembers who asked for what."""

import http.server
import json
import threading
import time
from urllib.parse import urlsplit


class Asked:
    def __init__(self, path, query, headers):
        self.path, self.query, self.headers = path, query, headers


class FhirServer:
    """`answers` maps a path below the base (`/metadata`, `/Condition`) to what is sent: a resource,
    or a function of the handler that sends by itself. What is not there is a 404."""

    def __init__(self, answers=None, base="/fhir", wrap=None):
        self.answers = answers or {}
        self.base_path = base
        self.asked = []
        self.wrap = wrap  # of the socket: TLS

    def __enter__(self):
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                outer.handle(self)

            def log_message(self, *arguments):
                pass

            def send_json(self, body, status=200, **headers):
                if not isinstance(body, bytes):
                    body = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/fhir+json")
                self.send_header("Content-Length", str(len(body)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(body)
                except OSError:
                    pass  # nobody waits any more

        class Listener(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *arguments):
                pass

        self.listener = Listener(("127.0.0.1", 0), Handler)
        scheme = "http"
        if self.wrap:
            self.listener.socket = self.wrap(self.listener.socket)
            scheme = "https"
        self.port = self.listener.server_address[1]
        self.base = f"{scheme}://127.0.0.1:{self.port}{self.base_path}"
        self.thread = threading.Thread(target=self.listener.serve_forever, args=(0.05,))
        self.thread.start()
        return self

    def __exit__(self, *exception):
        self.listener.shutdown()
        self.thread.join()
        self.listener.server_close()

    def handle(self, handler):
        parts = urlsplit(handler.path)
        self.asked.append(Asked(parts.path, parts.query, dict(handler.headers)))
        path = parts.path
        if path.startswith(self.base_path):
            path = path[len(self.base_path):]
        answer = self.answers.get(path)
        if callable(answer):
            answer(handler)
        elif answer is None:
            handler.send_json({"resourceType": "OperationOutcome"}, 404)
        else:
            handler.send_json(answer)

    def paths(self):
        return [asked.path for asked in self.asked]


def statement(version):
    return {"resourceType": "CapabilityStatement", "status": "active", "fhirVersion": version}


def wait_until(is_so, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.02)
    return False
