"""What must not bring the server down, nor cost more than the one request."""

import concurrent.futures
import copy
import json

SERVICE = "spinal-metastases-patient-view"


def outcome_problems(answer, statuses):
    """An error answers with one of `statuses` and a FHIR OperationOutcome."""
    if answer.status not in statuses:
        return [f"status {answer.status} in place of {sorted(statuses)}: {answer.body[:200]!r}"]
    try:
        body = answer.json()
    except ValueError:
        return [f"the body is no JSON: {answer.body[:80]!r}"]
    if body.get("resourceType") != "OperationOutcome" or not body.get("issue"):
        return [f"the body is no OperationOutcome: {answer.body[:120]!r}"]
    return []


def bad_bodies(good):
    text = json.dumps(good)
    yield "an empty body", b"", {400}
    yield "no JSON", b"hello", {400}
    yield "500,000 opening brackets", b"[" * 500_000, {400, 413}
    yield "500,000 nested objects", b'{"a":' * 500_000, {400, 413}
    yield "brackets inside a valid request", \
        (text[:-1] + ',"x":' + "[" * 250_000 + "]" * 250_000 + "}").encode(), {400, 413}
    yield "bad UTF-8", text.encode().replace(b"patient-view", b"patient\xff\xfeview"), {400}
    yield "an overlong UTF-8 form", text.encode().replace(b"patient-view", b"\xc0\xafview"), {400}
    yield "a lone surrogate in UTF-8", text.encode().replace(b"hookInstance", b"\xed\xa0\x80"), {400}
    yield "a trailing comma", (text[:-1] + ",}").encode(), {400}
    yield "a comment", ("/* x */" + text).encode(), {400}
    yield "two values", (text + "{}").encode(), {400}
    yield "a duplicate member", ('{"hook":"patient-view",' + text[1:]).encode(), {400}
    yield "half of a body", text[: len(text) // 2].encode(), {400}
    yield "an array", b"[]", {400}


def bad_requests(good):
    def changed(change):
        request = copy.deepcopy(good)
        change(request)
        return request

    yield "another hook", changed(lambda r: r.update(hook="order-sign")), {400}
    yield "no hook", changed(lambda r: r.pop("hook")), {400}
    yield "hook of another type", changed(lambda r: r.update(hook=7)), {400}
    yield "no hookInstance", changed(lambda r: r.pop("hookInstance")), {400}
    yield "no context", changed(lambda r: r.pop("context")), {400}
    yield "no patientId", changed(lambda r: r["context"].pop("patientId")), {400}
    yield "prefetch of another type", changed(lambda r: r.update(prefetch=[])), {400}
    yield "no Patient", changed(lambda r: r["prefetch"].pop("patient")), {412}
    yield "a null Patient", changed(lambda r: r["prefetch"].update(patient=None)), {412}
    yield "no prefetch", changed(lambda r: r.pop("prefetch")), {412}
    failed = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "timeout"}]}
    yield "a Patient that could not be fetched", \
        changed(lambda r: r["prefetch"].update(patient=failed)), {412}


def prefetch_variants(good):
    """Every key but the Patient, in each state that the specification allows: always an answer."""
    failed = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "timeout"}]}
    empty = {"resourceType": "Bundle", "type": "searchset", "total": 0}
    epic = {"resourceType": "Bundle", "type": "searchset", "total": 0,
            "entry": [{"resource": {"resourceType": "OperationOutcome",
                                    "issue": [{"severity": "warning", "code": "processing"}]}}]}
    odd = {"resourceType": "Observation", "status": 7, "code": [], "valueQuantity": "x",
           "effectiveDateTime": {"a": 1}, "subject": "Patient"}
    for key in good["prefetch"]:
        if key == "patient":
            continue
        for name, value in (("null", None), ("an OperationOutcome", failed), ("an empty Bundle", empty),
                            ("an empty Bundle with an outcome", epic), ("a number", 7),
                            ("an odd resource", odd), ("absent", ...)):
            request = copy.deepcopy(good)
            if value is ...:
                del request["prefetch"][key]
            else:
                request["prefetch"][key] = value
            yield f"prefetch.{key} is {name}", request


def run(server, tally, good):
    for name, body, statuses in bad_bodies(good):
        tally.check(f"body: {name}", outcome_problems(server.call(SERVICE, body), statuses))
    for name, request, statuses in bad_requests(good):
        tally.check(f"request: {name}", outcome_problems(server.call(SERVICE, request), statuses))
    for name, request in prefetch_variants(good):
        answer = server.call(SERVICE, request)
        tally.check(name, [] if answer.status == 200 else [f"status {answer.status}: {answer.body[:200]!r}"])
    paths_and_methods(server, tally, good)
    raw_bytes(server, tally)
    many_connections(server, tally, good)
    growth(server, tally, good)


def paths_and_methods(server, tally, good):
    for method, path, statuses in (
            ("GET", f"/cds-services/{SERVICE}", {405}), ("PUT", f"/cds-services/{SERVICE}", {405}),
            ("DELETE", "/cds-services", {405}), ("POST", "/cds-services", {405}),
            ("POST", "/cds-services/no-such-service", {404}), ("GET", "/no/such/path", {404}),
            ("GET", "/cds-services/../../etc/passwd", {404}), ("POST", "/cds-services/%00", {400, 404})):
        body = json.dumps(good) if method in ("POST", "PUT") else None
        answer = server.request(method, path, body, {"Content-Type": "application/json"})
        tally.check(f"{method} {path}", outcome_problems(answer, statuses))
        if statuses == {405}:
            tally.check(f"{method} {path} names the allowed methods", "allow" in answer.headers)
    big = b'{"x":"' + b"a" * (20 << 20) + b'"}'
    try:
        tally.check("a body of 20 MiB", outcome_problems(server.call(SERVICE, big), {413}))
    except OSError:
        tally.check("a body of 20 MiB", True)  # cut off while sending: refused as well
    answer = server.request("POST", f"/cds-services/{SERVICE}", "x=1",
                            {"Content-Type": "application/x-www-form-urlencoded"})
    tally.check("another media type", outcome_problems(answer, {400, 415}))


def raw_bytes(server, tally):
    head = f"POST /cds-services/{SERVICE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    for name, data in (
            ("a body cut off", (head + "Content-Length: 5000\r\n\r\n{\"hook\":").encode()),
            ("headers cut off", head.encode()),
            ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
            ("a bad request line", b"HELLO\r\n\r\n"),
            ("a connection that says nothing", b"")):
        server.raw(data, timeout=1)
        tally.check(f"{name}: the server is still there",
                    server.alive and server.request("GET", "/health/live").status == 200)


def many_connections(server, tally, good):
    body = json.dumps(good)
    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(lambda _: server.call(SERVICE, body).status, range(256)))
    tally.check("64 connections at once", [] if answers == [200] * 256
                else [f"{sum(s != 200 for s in answers)} of 256 answers were not 200"])


def growth(server, tally, good):
    """No growth in memory or descriptors over requests good and bad."""
    bodies = [json.dumps(good).encode(), b"[" * 100_000, b"{", json.dumps(good).encode()[:-20]]
    for body in bodies * 50:
        server.call(SERVICE, body)
    before, descriptors = server.status_field("VmRSS"), server.descriptors()
    for body in bodies * 500:
        server.call(SERVICE, body)
    after = server.status_field("VmRSS")
    tally.check("2,000 more requests do not grow the memory",
                [] if after < before + 4096 else [f"{before} kB became {after} kB"])
    tally.check("2,000 more requests leave no descriptors open",
                [] if server.descriptors() <= descriptors + 4 else
                [f"{descriptors} became {server.descriptors()}"])
