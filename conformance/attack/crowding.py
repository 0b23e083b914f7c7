"""Many connections that want nothing."""

import contextlib
import json
import tempfile
import time

import stage
from fetching import SEARCHES, authorization
from fhir_server import FhirServer, wait_until
from stage import REQUEST, SERVICE, attack, statuses
from tokens import Key, claims, token

OTHER = "127.0.0.2"


def get(path):
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


@attack("idle-crowd", "600 idle connections of one address", cpprest="front", own=True)
def idle_crowd(target):
    if target.front:  # shares out requests, not connections; the crowd never reaches the server
        with contextlib.ExitStack() as crowd:
            for _ in range(100):
                crowd.enter_context(target.connect())
            return [] if target.is_served() else ["the next request is not served"]
    found = []
    with contextlib.ExitStack() as crowd:
        for _ in range(600):
            crowd.enter_context(target.connect())
        time.sleep(0.5)
        if not target.is_served(OTHER):
            found.append("another address is not served")
        received, closed = target.raw(get("/cds-services"))
        if statuses(received) != [503] or b"\r\nRetry-After: " not in received or not closed:
            found.append(f"the 601st is answered {received[:80]!r}")
        for path in ("/health/live", "/health/ready", "/metrics"):
            for source in ("127.0.0.1", OTHER):
                received, _ = target.raw(get(path), source=source)
                if statuses(received) != [200]:
                    found.append(f"{path} from {source} is answered {statuses(received)}")
    time.sleep(0.5)
    return found


@attack("crowds-of-many", "idle connections of five addresses that fill every place", cpprest="front",
        own=True)
def crowds_of_many(target):
    if target.front:
        return []
    found = []
    with contextlib.ExitStack() as crowd:
        for number in range(3, 8):
            for _ in range(120):
                crowd.enter_context(target.connect(f"127.0.0.{number}"))
        received, _ = target.raw(get("/health/ready"), source=OTHER)
        if statuses(received) != [200]:
            found.append(f"/health/ready is answered {statuses(received)}")
        time.sleep(7)  # longer than an idle connection keeps its place in a crowd
        if not target.is_served(OTHER):
            found.append("another address is not served after 7 s")
    return found


CROWD = 150  # calls of one client, which may have 128 open


def signed_call(key, issuer, base, fhir):
    """A call that has to wait for the Conditions of its FHIR server."""
    request = json.loads(REQUEST)
    request.update(fhirServer=fhir, fhirAuthorization=authorization())
    request["prefetch"] = {**{name: None for name in SEARCHES}, **request["prefetch"]}
    request["prefetch"].pop("conditions", None)
    body = json.dumps(request).encode()
    head = (f"POST {SERVICE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {token(key, claims(issuer, base + SERVICE))}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n")
    return head.encode() + body


@attack("client-crowd", "one client with 150 calls open, whose FHIR server does not answer", own=True)
def client_crowd(target):
    keys = {name: Key() for name in ("west", "east")}

    def hang(handler):
        time.sleep(8)
        handler.send_json({"resourceType": "Bundle", "type": "searchset"})

    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        servers = {"west": stack.enter_context(FhirServer({"/Condition": hang})),
                   "east": stack.enter_context(FhirServer({}))}
        clients = []
        for name, key in keys.items():
            with open(f"{folder}/{name}.json", "w", encoding="utf-8") as file:
                json.dump({"keys": [key.jwk()]}, file)
            clients.append({"id": name, "issuers": [f"https://{name}.example"], "key-set": f"{name}.json",
                            "fhir-servers": [servers[name].base], "fhir-version": "R4", "deadline-ms": 6000})
        with open(f"{folder}/clients.json", "w", encoding="utf-8") as file:
            json.dump({"clients": clients}, file)
        own = stack.enter_context(stage.target(
            target.server.command[0], target.listener,
            ["--require-token", "--clients", f"{folder}/clients.json"]))
        base = f"http://127.0.0.1:{own.server.port}"

        def call(name):
            return signed_call(keys[name], f"https://{name}.example", base, servers[name].base)
        calls = [call("west") for _ in range(CROWD)]
        last = call("east")
        crowd = []
        for number, one in enumerate(calls):
            crowd.append(stack.enter_context(own.connect(f"127.0.0.{2 + number % 3}")))
            crowd[-1].sendall(one)
        wait_until(lambda: len(servers["west"].asked) >= 120, 4)
        east = statuses(own.raw(last)[0])
        found = [] if east == [200] else [f"the other client is answered {east}"]
        seen = []
        for connection in crowd:
            with contextlib.suppress(OSError):
                seen += statuses(connection.recv(65536))
        if not 15 <= seen.count(503) <= CROWD - 100:
            found.append(f"{seen.count(503)} of {CROWD} calls are answered 503")
        if seen.count(200) + seen.count(503) != CROWD:
            found.append(f"the others are answered {sorted(set(seen))}")
        return found


@attack("flood-of-connections", "2,000 connections of one address that ask and stay", cpprest="front", own=True)
def flood_of_connections(target):
    if target.front:
        return []
    found = []
    with contextlib.ExitStack() as crowd:
        for number in range(2000):
            try:
                connection = crowd.enter_context(target.connect())
                connection.sendall(get("/cds-services").replace(b"close", b"keep-alive"))
            except OSError:
                pass
            if number % 400 == 399 and not target.is_served(OTHER):
                found.append(f"another address is not served after {number + 1}")
        if target.server.descriptors() > 1000:
            found.append(f"{target.server.descriptors()} descriptors are open")
        time.sleep(2.5)
        received, _ = target.raw(get("/health/ready"))
        if statuses(received) != [200]:
            found.append(f"/health/ready is answered {statuses(received)} after it")
    return found
