"""Tokens of clients (CDS Hooks 2.0, trusting CDS clients): what is let in, and every attack on it."""

import hashlib
import hmac
import json
import os
import signal
import subprocess
import tempfile
import time

import tokens
from clients import registered
from fhir_server import FhirServer, wait_until

ISSUER = "https://record.example"
SERVICE = "/cds-services/spinal-metastases-patient-view"
FEEDBACK = json.dumps({"feedback": [{"card": "c", "outcome": "overridden",
                                     "outcomeTimestamp": "2026-11-21T10:00:00Z"}]})


class Caller:
    """Calls with tokens, and remembers the refusals."""

    def __init__(self, server, key, good):
        self.server, self.key, self.good = server, key, json.dumps(good)
        self.base = f"http://127.0.0.1:{server.port}"
        self.refusals = set()
        self.sent = []

    def claims(self, path=SERVICE, **changes):
        return tokens.claims(ISSUER, self.base + path, **changes)

    def token(self, path=SERVICE, key=None, header=None, **changes):
        return tokens.token(key or self.key, self.claims(path, **changes), **(header or {}))

    def ask(self, token, method="POST", path=SERVICE, body=None):
        headers = {"Content-Type": "application/json"}
        if token is not None:
            headers["Authorization"] = token if " " in token else "Bearer " + token
            self.sent.append(token)
        answer = self.server.request(method, path, body or (self.good if method == "POST" else None),
                                     headers)
        if answer.status == 401:
            self.refusals.add(answer.body)
        return answer

    def status(self, token, *arguments, **named):
        return self.ask(token, *arguments, **named).status


def welcome(caller, rsa, tally):
    for name, key in (("ES384", caller.key), ("RS384", rsa)):
        answer = caller.ask(caller.token(key=key))
        tally.check(f"token: {name} is let in", answer.status == 200)
    tally.check("token: for discovery", caller.status(
        caller.token("/cds-services"), "GET", "/cds-services") == 200)
    path = SERVICE + "/feedback"
    tally.check("token: for feedback", caller.status(caller.token(path), path=path,
                                                     body=FEEDBACK) == 200)
    tally.check("token: audience in a list", caller.status(
        caller.token(aud=["https://other.example", caller.base + SERVICE])) == 200)
    now = int(time.time())
    tally.check("token: as Epic makes it", caller.status(
        caller.token(key=rsa, nbf=now - 300, exp=now + 900, sub="client")) == 200)
    tally.check("token: within the leeway", caller.status(
        caller.token(iat=now - 330, exp=now - 30)) == 200)
    for path in ("/", "/health/live", "/health/ready", "/metrics", "/fhir/Questionnaire/intake"):
        tally.check(f"token: none for {path}", caller.status(None, "GET", path) == 200)
    preflight = caller.server.request("OPTIONS", SERVICE, headers={"Origin": "https://ehr.example"})
    tally.check("token: none for a preflight", preflight.status == 204)


def missing(caller, tally):
    for name, method, path, body in (("discovery", "GET", "/cds-services", None),
                                     ("service", "POST", SERVICE, None),
                                     ("feedback", "POST", SERVICE + "/feedback", FEEDBACK)):
        answer = caller.ask(None, method, path, body)
        tally.check(f"token: {name} without one is refused", answer.status == 401 and
                    answer.json()["resourceType"] == "OperationOutcome" and
                    answer.headers.get("www-authenticate") == "Bearer")
    for name, header in (("another scheme", "Basic dXNlcjp3b3Jk"), ("nothing behind it", "Bearer  "),
                         ("no token", "Bearer word")):
        tally.check(f"token: {name} is refused", caller.status(header) == 401)
    token = caller.token()
    raw = (f"POST {SERVICE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
           f"Authorization: Bearer {token}\r\nAuthorization: Bearer {token}\r\n"
           f"Content-Length: {len(caller.good)}\r\n\r\n{caller.good}")
    tally.check("token: two of them are refused",
                caller.server.raw(raw.encode()).startswith(b"HTTP/1.1 401"))
    tally.check("token: the one that was refused beside itself is still good",
                caller.status(token) == 200)


def unsigned(caller, rsa, tally):
    """Signatures that are none: nobody's, everybody's, somebody else's."""
    body = tokens.base64url(caller.claims())
    for spelling in ("none", "None", "NONE", "nOnE"):
        head = tokens.base64url({"alg": spelling, "typ": "JWT", "kid": caller.key.identifier})
        for signature in ("", "AAAA"):
            tally.check(f"token: alg {spelling}, signature `{signature}`",
                        caller.status(f"{head}.{body}.{signature}") == 401)
    for name, hashed in (("HS256", hashlib.sha256), ("HS384", hashlib.sha384),
                         ("HS512", hashlib.sha512)):
        for kind, key in (("EC", caller.key), ("RSA", rsa)):
            head = tokens.base64url({"alg": name, "typ": "JWT", "kid": key.identifier})
            for secret in (key.public_pem(), json.dumps(key.jwk()).encode(), b""):
                signed = tokens.base64url(
                    hmac.new(secret, f"{head}.{body}".encode(), hashed).digest())
                tally.check(f"token: {name} with the {kind} key as secret",
                            caller.status(f"{head}.{body}.{signed}") == 401)
    whole = caller.token()
    head, body, signature = whole.split(".")
    flipped = [head[:9] + ("A" if head[9] != "A" else "B") + head[10:],
               body[:30] + ("A" if body[30] != "A" else "B") + body[31:],
               signature[:50] + ("A" if signature[50] != "A" else "B") + signature[51:]]
    for index, part in enumerate(flipped):
        changed = ".".join([*whole.split(".")[:index], part, *whole.split(".")[index + 1:]])
        tally.check(f"token: changed bit in part {index + 1}", caller.status(changed) == 401)
    tally.check("token: unchanged it is good", caller.status(whole) == 200)
    zeros = tokens.base64url(b"\0" * 96)
    fresh = caller.token().rsplit(".", 1)[0]
    tally.check("token: signature of zeros", caller.status(f"{fresh}.{zeros}") == 401)
    stranger = tokens.Key("ES384", caller.key.identifier)
    tally.check("token: another key of the same name", caller.status(
        caller.token(key=stranger)) == 401)
    embedded = {"jwk": stranger.jwk()}
    tally.check("token: a key in the token", caller.status(
        caller.token(key=stranger, header=embedded)) == 401)
    tally.check("token: unknown key", caller.status(caller.token(header={"kid": "unknown"})) == 401)
    tally.check("token: no key", caller.status(caller.token(header={"kid": None})) == 401)
    for algorithm in ("ES256", "RS256"):
        key = tokens.Key(algorithm, caller.key.identifier)
        tally.check(f"token: {algorithm}, which is not configured",
                    caller.status(caller.token(key=key)) == 401)
    tally.check("token: key of one kind, algorithm of another", caller.status(
        caller.token(key=rsa, header={"kid": caller.key.identifier})) == 401)
    tally.check("token: a critical extension", caller.status(
        caller.token(header={"crit": ["b64"], "b64": False})) == 401)
    tally.check("token: another type", caller.status(caller.token(header={"typ": "JOSE"})) == 401)
    with FhirServer({"/keys": {"keys": [stranger.jwk()]}}) as evil:
        tally.check("token: keys at a foreign address", caller.status(caller.token(
            key=stranger, header={"jku": evil.base + "/keys"})) == 401)
        tally.check("token: a foreign address is never called", not evil.asked)


def wrong_claims(caller, tally):
    now, audience = int(time.time()), caller.base + SERVICE
    other = f"http://127.0.0.1:{caller.server.port + 1}{SERVICE}"
    rows = [("audience of another service", {"aud": caller.base + SERVICE.replace("spinal", "brain")}),
            ("audience of another server", {"aud": other}),
            ("audience with a slash", {"aud": audience + "/"}),
            ("audience that is a prefix", {"aud": caller.base}),
            ("audience of discovery", {"aud": caller.base + "/cds-services"}),
            ("no audience", {"aud": None}), ("empty audience", {"aud": []}),
            ("another issuer", {"iss": "https://evil.example"}),
            ("issuer with a slash", {"iss": ISSUER + "/"}), ("no issuer", {"iss": None}),
            ("sandbox issuer", {"iss": "https://sandbox.cds-hooks.org"}),
            ("expired", {"iat": now - 400, "exp": now - 100}), ("no end", {"exp": None}),
            ("an end in words", {"exp": str(now + 300)}), ("no beginning", {"iat": None}),
            ("from the future", {"iat": now + 600, "exp": now + 900}),
            ("not valid yet", {"nbf": now + 600}), ("valid for a day", {"exp": now + 86400}),
            ("an end before all time", {"exp": -1}), ("an end beyond all time", {"exp": 10**300}),
            ("no id", {"jti": None}), ("empty id", {"jti": ""}), ("endless id", {"jti": "x" * 300})]
    for name, changes in rows:
        tally.check(f"token: {name}", caller.status(caller.token(**changes)) == 401)
    once = caller.token()
    tally.check("token: once", caller.status(once) == 200)
    tally.check("token: a second time is refused", caller.status(once) == 401)
    tally.check("token: too long", caller.status(caller.token(tenant="x" * 8000)) == 401)
    tally.check("token: longer than headers may be", caller.status(
        caller.token(tenant="x" * 40000)) in (401, 431))
    for broken in ("a.b.c", "..", "e30.e30.e30", "e30.e30.e30.e30", "=.=.="):
        tally.check(f"token: `{broken}`", caller.status(broken) == 401)


def rotation(binary, tally, good):
    """Keys at an address: a new one is found at the first call that uses it."""
    first, second = tokens.Key("ES384"), tokens.Key("RS384")
    answers = {"/keys": {"keys": [first.jwk()]}}
    with FhirServer(answers, base="") as keys:
        client = {"id": "west", "issuers": [ISSUER], "key-set-url": keys.base + "/keys"}
        with registered(binary, client, flags=["--require-token"]) as (server, _):
            caller = Caller(server, first, good)
            tally.check("keys: those at the address are known", caller.status(
                caller.token(header={"jku": keys.base + "/keys"})) == 200)
            for _ in range(20):
                caller.status(caller.token(header={"kid": "unknown"}))
            tally.check("keys: a flood of unknown ones fetches nothing",
                        keys.paths() == ["/keys"])
        answers.clear()
        with registered(binary, client, flags=["--require-token"], ready=False) as (server, _):
            caller = Caller(server, first, good)
            tally.check("keys: none to be had, nobody is let in", caller.status(caller.token()) == 401)
            tally.check("keys: none to be had, the server is not ready",
                        server.request("GET", "/health/ready").status == 503)
            answers["/keys"] = {"keys": [first.jwk()]}
            server.process.send_signal(signal.SIGHUP)
            tally.check("keys: asked for at once at SIGHUP",
                        wait_until(lambda: caller.status(caller.token()) == 200, 5))
            tally.check("keys: then the server is ready",
                        wait_until(lambda: server.request("GET", "/health/ready").status == 200, 5))
            answers["/keys"] = {"keys": [second.jwk()]}
            server.process.send_signal(signal.SIGHUP)
            tally.check("keys: one that is withdrawn ends at SIGHUP",
                        wait_until(lambda: caller.status(caller.token()) == 401, 5))
    with FhirServer({"/keys": lambda handler: wait_until(lambda: False, 4)}, base="") as keys:
        client["key-set-url"] = keys.base + "/keys"
        with registered(binary, client, flags=["--require-token"], ready=False) as (server, _):
            begin = time.monotonic()
            caller = Caller(server, second, good)
            tally.check("keys: an address that hangs holds a call up for two seconds at most",
                        caller.status(caller.token()) == 401 and time.monotonic() - begin < 3)


def starts(binary, tally):
    """Access is closed only when somebody could come in."""
    def refusal(*flags):
        with tempfile.TemporaryDirectory() as state:
            done = subprocess.run([binary, "serve", "--state-dir", state, *flags], check=False,
                                  capture_output=True, text=True, timeout=30)
        return done.stderr if done.returncode == 1 else ""
    tally.check("token: required, and nobody has keys",
                "no registered client has `issuers`" in refusal("--require-token"))
    tally.check("keys: they do not expire before they are read again",
                "key-stale-s" in refusal("--key-refresh-s", "60", "--key-stale-s", "59"))


def run(binary, tally, good):
    key, rsa = tokens.Key("ES384"), tokens.Key("RS384")
    folder = key.folder.name
    with open(os.path.join(folder, "keys.json"), "w", encoding="utf-8") as out:
        json.dump({"keys": [key.jwk(), rsa.jwk(), {"kty": "oct", "kid": "o", "k": "AAAA"}]}, out)
    client = {"id": "west", "issuers": [ISSUER], "key-set": os.path.join(folder, "keys.json"),
              "fhir-version": "STU3"}
    with registered(binary, client, flags=["--require-token"]) as (server, _):
        caller = Caller(server, key, good)
        welcome(caller, rsa, tally)
        missing(caller, tally)
        unsigned(caller, rsa, tally)
        wrong_claims(caller, tally)
        terms = caller.ask(caller.token()).body
        tally.check("token: tells the client and its terms", b"ProcedureRequest" in terms)
        tally.check("token: every refusal is the same", len(caller.refusals) == 1)
        log = server.log()
        tally.check("token: the log says why", b"token-refused" in log and b"is expired" in log)
        parts = {p for t in caller.sent for p in t.split(".") if len(p) > 40}
        tally.check("token: none is logged", not any(p[:40].encode() in log for p in parts))
        tally.check("token: no browser may call from anywhere", "access-control-allow-origin" not in
                    server.request("GET", "/", headers={"Origin": "https://x.example"}).headers)
        tally.check("token: refusals are counted", 'status="401"' in
                    server.request("GET", "/metrics").body.decode())
    rotation(binary, tally, good)
    starts(binary, tally)
