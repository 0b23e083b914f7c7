"""HTTP itself, with bytes that no client library would send [REQ-01, REQ-12 to REQ-14, RESP-07]."""

import gzip
import json
import time

from hostile import outcome_problems

PATH = "/cds-services/spinal-metastases-patient-view"
GET = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"


def head(method="POST", path=PATH, **headers):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def first_status(received):
    """The status of the first answer; 0 when there is none."""
    line = received.split(b"\r\n", 1)[0].split(b" ")
    return int(line[1]) if len(line) > 1 and line[0].startswith(b"HTTP/") else 0


def run(server, tally, good):
    body = json.dumps(good).encode()
    methods(server, tally, body)
    media(server, tally, body)
    framing(server, tally, body)
    idle_clients(server, tally, body)
    kept_connections(server, tally, body)


def methods(server, tally, body):
    for path in ("/", "/cds-services", "/health/live", "/fhir/Questionnaire/intake"):
        answer = server.request("HEAD", path)
        tally.check(f"HEAD {path} answers as GET, without a body",
                    answer.status == 200 and answer.body == b"")
    for method in ("TRACE", "PATCH", "BREW"):
        answer = server.request(method, "/cds-services", headers={"X-Secret": "geheim"})
        tally.check(f"{method} is not offered", outcome_problems(answer, {405}))
        tally.check(f"{method} does not come back", b"geheim" not in answer.body)
    received = server.raw(GET.replace(b" /health", b" http://localhost/health"), timeout=2)
    tally.check("a whole address as the target is its path", first_status(received) == 200)
    received = server.raw(b"GET /cds-services HTTP/1.0\r\n\r\n", timeout=2)
    tally.check("HTTP/1.0 is answered", first_status(received) == 200)
    answer = server.request("POST", PATH + "?patient=1", body, {"Content-Type": "application/json"})
    tally.check("a query is no part of the path", answer.status == 200)


def media(server, tally, body):
    def post(content, content_type, **headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if content_type is not None:
            sent["Content-Type"] = content_type
        return server.request("POST", PATH, content, sent)

    for content_type in ("application/json", "APPLICATION/JSON", "application/json; charset=utf-8",
                         "application/fhir+json", "application/json;charset=UTF-8"):
        tally.check(f"`{content_type}` is read", post(body, content_type).status == 200)
    for content_type in ("text/plain", "text/json", "application/xml", "multipart/form-data", ""):
        tally.check(f"`{content_type}` is refused [REQ-14]",
                    outcome_problems(post(body, content_type), {415}))
    for coding in ("gzip", "deflate", "br"):
        answer = post(gzip.compress(body), "application/json", Content_Encoding=coding)
        tally.check(f"a body in {coding} is refused by name", outcome_problems(answer, {415}))
    for name, content in (("UTF-16", body.decode().encode("utf-16")), ("UTF-32", body.decode().encode("utf-32")),
                          ("NaN", body[:-1] + b',"x":NaN}'), ("Infinity", body[:-1] + b',"x":-Infinity}'),
                          ("a NUL in a text", body[:-1] + b',"x":"a\0b"}'), ("a NUL behind it", body + b"\0"),
                          ("single quotes", body.replace(b'"', b"'")), ("a hexadecimal number", body[:-1] + b',"x":0x10}'),
                          ("a leading zero", body[:-1] + b',"x":01}')):
        tally.check(f"body with {name}", outcome_problems(post(content, "application/json"), {400}))
    # What nobody asks for cannot fail a call.
    for name, content in (("a lone surrogate", body[:-1] + b',"x":"\\ud800"}'),
                          ("a byte order mark", b"\xef\xbb\xbf" + body),
                          ("a number out of range", body[:-1] + b',"x":1e999}'),
                          ("an exponent without end", body[:-1] + b',"x":1e-' + b"9" * 400 + b"}"),
                          ("a decimal that misleads conversion", body[:-1] + b',"x":1.7777777777777777777e-330}'),
                          ("half a thousand digits", body[:-1] + b',"x":' + b"9" * 500 + b"}")):
        tally.check(f"body with {name} is read", post(content, "application/json").status == 200)


def framing(server, tally, body):
    chunk = b"%x\r\n%s\r\n" % (len(body), body)
    whole = head(Transfer_Encoding="chunked") + chunk + b"0\r\n\r\n"
    tally.check("a body in one chunk", first_status(server.raw(whole, timeout=2)) == 200)
    small = b"".join(b"%x\r\n%s\r\n" % (len(body[i:i + 700]), body[i:i + 700])
                     for i in range(0, len(body), 700))
    received = server.raw(head(Transfer_Encoding="chunked") + small + b"0\r\n\r\n", timeout=2)
    tally.check("a body in many chunks", first_status(received) == 200)
    received = server.raw(head(Content_Length=len(body)) + body, timeout=2)
    tally.check("a client that closes its half at once is answered", first_status(received) == 200)
    for name, data in (
            ("a chunk of no size", head(Transfer_Encoding="chunked") + b"zz\r\nabc\r\n0\r\n\r\n"),
            ("a chunk of a negative size", head(Transfer_Encoding="chunked") + b"-5\r\nabc\r\n"),
            ("a chunk of an absurd size", head(Transfer_Encoding="chunked") + b"f" * 16 + b"\r\nabc\r\n"),
            ("a negative length", head(Content_Length=-1) + body),
            ("a length in words", head(Content_Length="many") + body),
            ("an absurd length", head(Content_Length="9" * 20) + body),
            ("a length beyond the limit", head(Content_Length=20_000_000) + GET * 3),
            ("a header without a colon", b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nnonsense\r\n\r\n"),
            ("a header of 1 MiB", GET[:-2] + b"X-A: " + b"a" * (1 << 20) + b"\r\n\r\n"),
            ("10,000 headers", GET[:-2] + b"".join(b"X-%d: a\r\n" % i for i in range(10_000)) + b"\r\n"),
            ("a path of 100 kB", b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            ("a path that is no path", b"GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            ("a control character in a header", GET[:-2] + b"X-Request-Id: a\0b\r\n\r\n")):
        received = server.raw(data, timeout=1)
        tally.check(f"{name}: no answer, or one answer of HTTP",
                    received == b"" or first_status(received) in (200, 400, 404, 413, 431))
        tally.check(f"{name}: the bytes behind it are no request",
                    received.count(b"HTTP/1.1 200") <= (1 if b"GET /health" in data[:20] else 0))
        tally.check(f"{name}: the server is still there",
                    server.request("GET", "/health/live").status == 200)


def idle_clients(server, tally, body):
    """Half of a request on many connections does not keep the others from an answer."""
    half = [server.connect() for _ in range(100)]
    for number, connection in enumerate(half):
        connection.sendall(GET[:20] if number % 2 else head(Content_Length=len(body)) + body[:50])
    begin = time.monotonic()
    answer = server.request("POST", PATH, body, {"Content-Type": "application/json"})
    tally.check("100 clients in the middle of a request hold up nobody",
                answer.status == 200 and time.monotonic() - begin < 2)
    for connection in half:
        connection.close()


def kept_connections(server, tally, body):
    """One request after the other on a connection: each is answered, also after a refusal."""
    with server.connect() as connection:
        reader = connection.makefile("rb")
        for name, data, status in (
                ("first", head(Content_Length=len(body)) + body, 200),
                ("after an answer", head(Content_Length=1) + b"{", 400),
                ("after a refusal", head(path="/nowhere", Content_Length=len(body)) + body, 404),
                ("after a path that leads nowhere", head(Content_Length=len(body)) + body, 200)):
            connection.sendall(data)
            line = reader.readline()
            length = 0
            while (header := reader.readline()) not in (b"\r\n", b""):
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
            reader.read(length)
            tally.check(f"kept connection, {name}", first_status(line) == status)
