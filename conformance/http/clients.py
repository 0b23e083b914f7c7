"""Registered clients: what is told of them decides how they are answered, and their servers are
asked for their FHIR version in the background."""

import contextlib
import json
import os
import signal
import ssl
import subprocess
import tempfile

from fhir_server import FhirServer, statement, wait_until
from server import Server, free_port

SERVICE = "spinal-metastases-patient-view"


@contextlib.contextmanager
def registered(binary, *clients, flags=(), environment=None, ready=True):
    """A server with these clients, and the file in which they stand."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "clients.json")
        write(file, *clients)
        with Server(binary, "--clients", file, *flags, environment=environment, ready=ready) as server:
            yield server, file


def write(file, *clients):
    with open(file, "w", encoding="utf-8") as out:
        json.dump({"clients": clients}, out)


def metrics(server):
    return server.request("GET", "/metrics").body.decode()


def knows(server, client, version):
    line = f'wervelwijzer_fhir_server_known{{client="{client}",server="0",version="{version}"'
    return line in metrics(server)


def kinds(answer):
    """The types of the resources that the answer suggests."""
    return {action["resource"]["resourceType"] for card in answer.json()["cards"]
            for suggestion in card.get("suggestions", []) for action in suggestion["actions"]
            if "resource" in action}


def terms(binary, tally, good):
    """What is registered holds for that client alone."""
    ours = "http://127.0.0.1:9/ours"
    client = {"id": "ours", "fhir-servers": [ours], "fhir-version": "STU3", "one-action": True,
              "language": "en"}
    with registered(binary, client) as (server, _):
        as_ours = server.call(SERVICE, {**good, "fhirServer": ours + "/"})
        as_other = server.call(SERVICE, {**good, "fhirServer": "http://127.0.0.1:9/theirs"})
        asked = server.call(SERVICE, {**good, "fhirServer": ours}, "nl")
    tally.check("client: its FHIR version", "ProcedureRequest" in kinds(as_ours) and
                "ServiceRequest" not in kinds(as_ours))
    tally.check("client: one action each", all(
        len(s["actions"]) == 1 for c in as_ours.json()["cards"] for s in c.get("suggestions", [])))
    tally.check("client: its language", b"whole spine" in as_ours.body)
    tally.check("client: what a call asks for beats its language", b"whole spine" not in asked.body)
    tally.check("client: another is answered as ever", "ServiceRequest" in kinds(as_other) and
                b"whole spine" not in as_other.body)


def versions(binary, tally, good):
    with FhirServer({"/metadata": statement("3.0.2")}) as fhir, \
         FhirServer({"/metadata": statement("5.0.0")}) as stated, \
         FhirServer({"/metadata": statement("1.0.2")}) as stranger:
        clients = [{"id": "west", "fhir-servers": [fhir.base]},
                   {"id": "east", "fhir-servers": [stated.base], "fhir-version": "R4"}]
        with registered(binary, *clients) as (server, file):
            tally.check("metadata: the version becomes known",
                        wait_until(lambda: knows(server, "west", "STU3")))
            told = server.call(SERVICE, {**good, "fhirServer": fhir.base})
            tally.check("metadata: the version is used", "ProcedureRequest" in kinds(told))
            tally.check("metadata: without a token", not any(
                "Authorization" in asked.headers for asked in fhir.asked))
            tally.check("metadata: a registered version is not asked for", not stated.asked)
            server.call(SERVICE, {**good, "fhirServer": stranger.base})
            tally.check("metadata: a server that is not registered is never called",
                        not stranger.asked)
            tally.check("metadata: asked once", fhir.paths() == ["/fhir/metadata"])
            write(file, {"id": "new", "fhir-servers": [stated.base]})
            server.process.send_signal(signal.SIGHUP)
            tally.check("metadata: a reload asks the new ones",
                        wait_until(lambda: knows(server, "new", "R5")))
            tally.check("metadata: and forgets the old ones", not knows(server, "west", "STU3"))
            tally.check("metadata: no address in the metrics", "127.0.0.1" not in metrics(server))


def bad_servers(binary, tally, good):
    """A server that hangs, lies or is not there holds up nobody."""
    first = []

    def later(handler):
        first.append(handler)
        handler.send_json(statement("5.0.0"), 503 if len(first) == 1 else 200)

    def hang(handler):
        wait_until(lambda: done, 30)
        handler.close_connection = True

    def elsewhere(handler):
        handler.send_json({}, 302, Location=target.base + "/metadata")

    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/fhir+json")
        handler.end_headers()
        try:
            while not done:
                handler.wfile.write(b" " * 65536)
        except OSError:
            dropped.append(handler)

    done, dropped = [], []
    answers = {"/metadata": later}
    with contextlib.ExitStack() as stack:
        target = stack.enter_context(FhirServer({"/metadata": statement("5.0.0")}))
        bases = {"later": stack.enter_context(FhirServer(answers)).base,
                 "nobody": f"http://127.0.0.1:{free_port()}/fhir"}
        for name, answer in (("hang", hang), ("moved", elsewhere), ("endless", endless),
                             ("liar", {"resourceType": "Patient", "fhirVersion": "5.0.0"})):
            bases[name] = stack.enter_context(FhirServer({"/metadata": answer})).base
        stack.callback(done.append, True)
        clients = [{"id": name, "fhir-servers": [base]} for name, base in bases.items()]
        server, _ = stack.enter_context(registered(binary, *clients))
        answer = server.call(SERVICE, {**good, "fhirServer": bases["hang"]})
        tally.check("metadata: a server that hangs holds up no answer",
                    answer.status == 200 and "ServiceRequest" in kinds(answer))
        tally.check("metadata: a failed try is repeated",
                    wait_until(lambda: knows(server, "later", "R5")))
        tally.check("metadata: a redirection is not followed", not target.asked)
        tally.check("metadata: an endless answer is dropped", wait_until(lambda: dropped))
        for name in ("nobody", "hang", "moved", "endless", "liar"):
            tally.check(f"metadata: `{name}` stays unknown", knows(server, name, "unknown"))
        tally.check("metadata: no address in the log", b"127.0.0.1:" not in
                    server.log().replace(f"127.0.0.1:{server.port}".encode(), b""))


def certificates(binary, tally):
    """Only a certificate that the roots vouch for, and for that host, is good enough."""
    with tempfile.TemporaryDirectory() as folder:
        def make(name, subject):
            pair = [os.path.join(folder, name + end) for end in (".key", ".pem")]
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                            "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                            "/CN=test", "-addext", "subjectAltName=" + subject, "-keyout", pair[0],
                            "-out", pair[1]], check=True, capture_output=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pair[1], pair[0])
            return pair[1], lambda socket: context.wrap_socket(socket, server_side=True)
        good, wrap = make("good", "IP:127.0.0.1")
        other, wrap_other = make("other", "DNS:elsewhere.example")
        roots = os.path.join(folder, "roots.pem")
        with open(roots, "w", encoding="utf-8") as out:
            out.write(open(good, encoding="utf-8").read() + open(other, encoding="utf-8").read())
        with FhirServer({"/metadata": statement("4.0.1")}, wrap=wrap) as right, \
             FhirServer({"/metadata": statement("4.0.1")}, wrap=wrap_other) as wrong:
            clients = [{"id": "right", "fhir-servers": [right.base]},
                       {"id": "wrong", "fhir-servers": [wrong.base]}]
            with registered(binary, *clients, environment={"SSL_CERT_FILE": roots}) as (server, _):
                tally.check("tls: a certificate that is vouched for is taken",
                            wait_until(lambda: knows(server, "right", "R4")))
                tally.check("tls: a certificate of another host is not", wait_until(
                    lambda: b"certificate is wrong" in server.log()) and not wrong.asked)
            with registered(binary, clients[0]) as (server, _):
                tally.check("tls: a certificate that nobody vouches for is not", wait_until(
                    lambda: b"certificate is wrong" in server.log()))
                tally.check("tls: and no question was sent to it", len(right.asked) == 1)


def run(binary, tally, good):
    terms(binary, tally, good)
    versions(binary, tally, good)
    bad_servers(binary, tally, good)
    certificates(binary, tally)
