"""What comes with a call and leaves in a request to somebody else, in an answer or in the log."""

import json
import tempfile

import stage
from fhir_server import FhirServer, statement
from stage import REQUEST, SERVICE, attack, statuses

INJECTED = "\r\nX-Injected: 1\r\n\r\nGET /second HTTP/1.1\r\nHost: x\r\n\r\n"


def call(target, body, **headers):
    text = json.dumps(body).encode()
    lines = [f"POST {SERVICE} HTTP/1.1", "Host: localhost", "Content-Type: application/json",
             f"Content-Length: {len(text)}", "Connection: close",
             *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return target.raw("\r\n".join(lines).encode() + b"\r\n\r\n" + text)[0]


def hostile_calls(base):
    """Name, call, and the statuses that it may have."""
    def made(token="abc", patient="1", link=None, encounter=None):
        request = json.loads(REQUEST)
        request["fhirServer"] = base
        request["fhirAuthorization"] = {"access_token": token, "token_type": "Bearer", "expires_in": 300,
                                        "scope": "user/*.read", "subject": "x"}
        request["context"].update(patientId=patient)
        if encounter:
            request["context"].update(encounterId=encounter)
        del request["prefetch"]["conditions"]
        if link:
            request["prefetch"]["observations"] = {"resourceType": "Bundle", "type": "searchset", "link": [
                {"relation": "next", "url": link}]}
        return request
    for token in ("a" + INJECTED, "a\nb", "a\rb", "a\0b", "a b", "\u00e9", '"a"', "a,b", "==", "a=b"):
        yield f"token {token!r}", made(token=token), [400]
    for text in ("1" + INJECTED, "../admin", "..", ".", "1?x=y", "1#x", "1/../../admin", "%2e%2e", "a b"):
        yield f"patient {text!r}", made(patient=text), [200, 412]
        yield f"encounter {text!r}", made(encounter=text), [200, 412]
    for text in (base + "/Observation" + INJECTED, base + "/../admin", base + "/%2e%2e/admin",
                 base + "/..%2fadmin", base + "/x\\..\\..\\admin", base.replace("//", "//user@") + "/x",
                 "//127.0.0.1/x", "/../admin", "?x=" + INJECTED):
        yield f"next link {text!r}", made(link=text), [200, 412]


@attack("header-injection", "tokens, ids and links that would be another request to the FHIR server",
        own=True)
def header_injection(target):
    # This one needs a registered server, so it brings a target of its own.
    found = []
    with tempfile.TemporaryDirectory() as folder, FhirServer({"/metadata": statement("4.0.1")}) as fhir:
        path = folder + "/clients.json"
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"clients": [{"id": "west", "fhir-servers": [fhir.base], "fhir-version": "R4"}]}, file)
        with stage.target(target.server.command[0], target.listener, ["--clients", path]) as own:
            for name, body, allowed in hostile_calls(fhir.base):
                seen = statuses(call(own, body))
                if len(seen) != 1 or seen[0] not in allowed:
                    found.append(f"{name} is answered {seen}")
    for asked in fhir.asked:
        if "X-Injected" in asked.headers or not asked.path.startswith("/fhir/"):
            found.append(f"the FHIR server was asked for {asked.path}")
        if asked.headers.get("Authorization") not in (None, "Bearer abc"):
            found.append("the FHIR server got another token")
        if any(part in (".", "..") for part in asked.path.split("/")):
            found.append(f"the FHIR server was asked to walk up: {asked.path}")
    if not fhir.asked:
        found.append("the FHIR server was asked for nothing at all: the attack proves nothing")
    return found


@attack("another-host", "the name of another in `Host`, while access is open (DNS rebinding)")
def another_host(target):
    found = []
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8080", "192.0.2.1"):
        for path in ("/", "/cds-services", "/metrics", "/fhir/Questionnaire/intake"):
            received, _ = target.raw(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            if statuses(received) not in ([421], [400]):
                found.append(f"{path} is answered {statuses(received)} to {host}")
    return found


@attack("patient-number-as-id", "the number of a patient as `X-Request-Id`")
def patient_number_as_id(target):
    found = []
    for number in ("999990019", "BSN-999990019", "urn:uuid:999990019", "a\tb=999990019"):
        received = call(target, json.loads(REQUEST), X_Request_Id=number)
        if statuses(received) != [200] or b"999990019" in received.split(b"\r\n\r\n")[0]:
            found.append(f"{number!r} is answered {received[:60]!r}")
    if b"999990019" in target.server.log():
        found.append("it stands in the log")
    return found


@attack("pages-in-a-browser", "a page of ours in a frame, or with a script in it")
def pages_in_a_browser(target):
    found = []
    for path, accept in (("/", "text/html"), ("/fhir/Questionnaire/intake", "text/html"),
                         ("/notice", "*/*")):
        received, _ = target.raw(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n"
                                 "Connection: close\r\n\r\n".encode())
        head = received.split(b"\r\n\r\n")[0]
        for line in (b"default-src 'none'", b"frame-ancestors 'none'", b"X-Frame-Options: DENY",
                     b"X-Content-Type-Options: nosniff", b"Referrer-Policy: no-referrer"):
            if line not in head:
                found.append(f"{path} comes without {line.decode()}")
    return found
