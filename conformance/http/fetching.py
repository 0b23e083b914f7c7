"""What the prefetch lacks is fetched from the client's FHIR server: the same cards either way, in
time whatever that server does, and from nowhere else."""

import contextlib
import json
import threading
import time

import golden
from clients import registered
from fhir_server import FhirServer, wait_until

SERVICE = "spinal-metastases-patient-view"
TOKEN = "geheim-toegangsbewijs"
SEARCHES = {"conditions": "Condition", "observations": "Observation", "procedures": "Procedure",
            "medications": "MedicationRequest", "medicationStatements": "MedicationStatement",
            "serviceRequests": "ServiceRequest", "diagnosticReports": "DiagnosticReport",
            "imagingStudies": "ImagingStudy", "devices": "Device",
            "questionnaireResponses": "QuestionnaireResponse", "appointments": "Appointment",
            "allergies": "AllergyIntolerance", "tasks": "Task", "flags": "Flag",
            "medicationAdministrations": "MedicationAdministration",
            "medicationDispenses": "MedicationDispense", "consents": "Consent",
            "carePlans": "CarePlan", "bodyStructures": "BodyStructure"}


def authorization(**changes):
    return {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 300,
            "scope": "patient/*.read", "subject": "wervelwijzer", **changes}


def without_prefetch(request, fhir, **changes):
    """The request with nothing but leave to fetch."""
    return {**{k: v for k, v in request.items() if k != "prefetch"}, "fhirServer": fhir.base,
            "fhirAuthorization": authorization(**changes)}


def bundle(value):
    if value is None:
        return {"resourceType": "Bundle", "type": "searchset", "total": 0}
    if value["resourceType"] == "Bundle":
        return value
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": value}]}


def answers_from(request):
    """What the server of that record answers; what the prefetch lacks it does not have."""
    prefetch, context = request["prefetch"], request["context"]
    answers = {"/Patient/" + context["patientId"]: prefetch["patient"]}
    for key, kind in SEARCHES.items():
        if key in prefetch:
            answers["/" + kind] = bundle(prefetch[key])
    if context.get("encounterId") and prefetch.get("encounter"):
        answers["/Encounter/" + context["encounterId"]] = prefetch["encounter"]
    return answers


def complete(request):
    """The same server, which knows of everything else that there is none."""
    return {**{"/" + kind: bundle(None) for kind in SEARCHES.values()}, **answers_from(request)}


def cards_of(answer):
    """The cards, without the uuids; what could not be had stands beside them."""
    return golden.UUID.sub("", json.dumps(json.loads(answer.body)["cards"]))


def alike(first, second):
    """Two ways to ask give the same cards but for the uuids; a second may end in between."""
    for _ in range(4):
        one, other = first(), second()
        if (one.status, other.status) == (200, 200) and \
                cards_of(one) == cards_of(other):
            return True
    return False


def in_stu3(answers):
    """Requests were of two types then."""
    entries = answers.pop("/ServiceRequest", bundle(None)).get("entry", [])
    for kind in ("ProcedureRequest", "ReferralRequest"):
        answers["/" + kind] = {"resourceType": "Bundle", "entry": [
            entry for entry in entries if entry["resource"]["resourceType"] == kind]}
    return answers


def same_cards(server, fhir, older, tally):
    """Prefetched or fetched, key by key or whole: the same bytes but for the uuids (PREF-34)."""
    for case in golden.cases():
        request = json.loads(case.request_text())
        prefetch = request.get("prefetch") or {}
        if (prefetch.get("patient") or {}).get("resourceType") != "Patient":
            continue
        if any(key not in {*SEARCHES, "patient", "encounter"} for key in prefetch):
            continue
        asked = older if "stu3" in case.name else fhir
        asked.answers = answers_from(request)
        if asked is older and "serviceRequests" in prefetch:
            in_stu3(asked.answers)
        tally.check(f"fetch: {case.name} gets the same cards", alike(
            lambda: server.call(case.service, {**request, "fhirServer": asked.base}),
            lambda: server.call(case.service, without_prefetch(request, asked))))


def what_is_asked(server, fhir, tally, good):
    fhir.answers = answers_from(good)
    fhir.asked.clear()
    lacking = {**good, "fhirServer": fhir.base, "fhirAuthorization": authorization(),
               "prefetch": {**dict.fromkeys(SEARCHES), **good["prefetch"]}}
    del lacking["prefetch"]["conditions"]
    server.call(SERVICE, lacking)
    patient = good["context"]["patientId"]
    tally.check("fetch: one lacking key is one question, the template filled in",
                [(a.path, a.query) for a in fhir.asked] ==
                [("/fhir/Condition", f"patient={patient}&_count=200")])
    tally.check("fetch: with the token of the call", all(
        a.headers.get("Authorization") == "Bearer " + TOKEN for a in fhir.asked))
    fhir.asked.clear()
    narrow = server.call(SERVICE, without_prefetch(
        good, fhir, scope=f"patient/Patient.read patient/Observation.rs openid"))
    tally.check("fetch: no more than the scope allows", narrow.status == 200 and
                sorted(set(fhir.paths())) == ["/fhir/Observation", f"/fhir/Patient/{patient}"])
    for name, changes in (("of another patient", {"patient": "other"}),
                          ("that has expired", {"expires_in": 0}),
                          ("of another type", {"token_type": "MAC"})):
        fhir.asked.clear()
        answer = server.call(SERVICE, without_prefetch(good, fhir, **changes))
        tally.check(f"fetch: a token {name} is not used", answer.status == 412 and not fhir.asked)
    fhir.asked.clear()
    answer = server.call(SERVICE, {k: v for k, v in without_prefetch(good, fhir).items()
                                   if k != "fhirAuthorization"})
    tally.check("fetch: without leave nothing is asked", answer.status == 412 and not fhir.asked)
    with FhirServer(answers_from(good)) as stranger:
        answer = server.call(SERVICE, without_prefetch(good, stranger))
        tally.check("fetch: a server that is not registered is never called",
                    answer.status == 412 and not stranger.asked)
        other = without_prefetch(good, fhir)
        other["fhirServer"] = fhir.base.replace("/fhir", "/other")
        fhir.asked.clear()
        answer = server.call(SERVICE, other)
        tally.check("fetch: nor is another base on the same host",
                    answer.status == 412 and not fhir.asked)
    fhir.asked.clear()
    calls = []

    def call(word):
        asked = {**without_prefetch(good, fhir, access_token=word),
                 "prefetch": {k: v for k, v in lacking["prefetch"].items() if k != "devices"}}
        calls.append(server.call(SERVICE, asked).status)
    threads = [threading.Thread(target=call, args=(f"geheim-{i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    words = [asked.headers.get("Authorization") for asked in fhir.asked]
    tally.check("fetch: eight calls at once, each with its own token", calls == [200] * 8 and all(
        words.count(f"Bearer geheim-{i}") == 2 for i in range(8)))


def pages(server, fhir, tally, good):
    """The signs of the patient stand on the second page."""
    fhir.answers = answers_from(good)
    entries = fhir.answers["/Observation"]["entry"]

    def whole():
        return server.call(SERVICE, {**good, "fhirServer": fhir.base})

    def page(first, last, following=None):
        made = {"resourceType": "Bundle", "type": "searchset", "entry": entries[first:last]}
        if following:
            made["link"] = [{"relation": "next", "url": following}]
        return made
    fhir.answers["/page/2"] = page(3, None)
    fhir.answers["/Observation"] = page(0, 3, fhir.base + "/page/2?x=1")
    tally.check("fetch: a second page is read", alike(
        whole, lambda: server.call(SERVICE, without_prefetch(good, fhir))))
    prefetched = without_prefetch(good, fhir)
    prefetched["prefetch"] = {"observations": page(0, 3, fhir.base + "/page/2?x=1")}
    tally.check("fetch: and of what was prefetched too [PREF-31]",
                alike(whole, lambda: server.call(SERVICE, prefetched)))
    fhir.asked.clear()
    fhir.answers["/page/2"] = page(0, 3, fhir.base + "/page/2?x=1")
    answer = server.call(SERVICE, without_prefetch(good, fhir))
    tally.check("fetch: pages without an end come to one",
                answer.status == 200 and fhir.paths().count("/fhir/page/2") == 4)
    with FhirServer({"/page/2": page(3, None)}) as stranger:
        fhir.answers["/Observation"] = page(0, 3, stranger.base + "/page/2")
        answer = server.call(SERVICE, without_prefetch(good, fhir))
        tally.check("fetch: a page elsewhere is not read", answer.status == 200 and
                    not stranger.asked and fhir.paths().count("/fhir/Observation") == 2)


def bad_servers(server, fhir, tally, good):
    """Whatever the server does, the answer comes in time and says what could not be had."""
    patient = "/Patient/" + good["context"]["patientId"]
    released = threading.Event()

    def slow(handler):
        time.sleep(0.1)
        handler.send_json(bundle(None))

    def hang(handler):
        released.wait(10)
        handler.close_connection = True

    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/fhir+json")
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        with contextlib.suppress(OSError):
            while not released.is_set():
                handler.wfile.write(b" ")
                time.sleep(0.02)
        handler.close_connection = True

    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/fhir+json")
        handler.end_headers()
        with contextlib.suppress(OSError):
            while not released.is_set():
                handler.wfile.write(b" " * 65536)
        handler.close_connection = True

    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"resourceType":"Bundle"')
        handler.close_connection = True

    def status(number):
        return lambda handler: handler.send_json(bundle(None), number)

    def moved(handler):
        handler.send_json({}, 302, Location=fhir.base + "/Elsewhere")
    huge = {"resourceType": "Bundle", "entry": [{"resource": {
        "resourceType": "Procedure", "id": "x", "note": [{"text": "x" * (3 << 20)}]}}]}
    rows = {"hangs": hang, "drips": drip, "never ends": endless, "breaks off": cut,
            "answers 401": status(401), "answers 403": status(403), "answers 500": status(500),
            "sends elsewhere": moved, "sends 3 MB": huge,
            "sends another type": {"resourceType": "Observation", "id": "o0"},
            "sends a failure": {"resourceType": "OperationOutcome", "issue": []},
            "sends no json": lambda handler: handler.send_json(b"<Bundle/>"),
            "sends 100,000 brackets": lambda handler: handler.send_json(b"[" * 100000)}
    for name, answer in rows.items():
        fhir.answers = {**complete(good), "/Procedure": answer}
        begin = time.monotonic()
        got = server.call(SERVICE, without_prefetch(good, fhir))
        took = time.monotonic() - begin
        tally.check(f"fetch: a server that {name} holds nobody up", took < 1.6)
        tally.check(f"fetch: a server that {name}: the rest is used, and what lacks is said",
                    got.status == 200 and b"dus niet bekeken: verrichtingen." in got.body)
        tally.check(f"fetch: a server that {name}: a card and the extension name what could not be had",
                    b"kon niet worden opgehaald" in got.body and "procedures" in
                    json.loads(got.body)["extension"]["nl.wervelwijzer.not-had"])
    for name, answer in {"answers 401": status(401), "hangs": hang}.items():
        healthy = {key: value for key, value in complete(good).items()}
        for kind in SEARCHES.values():
            healthy["/" + kind] = bundle(None)
        fhir.answers = {**healthy, "/Observation": answer}
        got = server.call(SERVICE, without_prefetch(good, fhir))
        tally.check(f"fetch: without a malignancy no card for one key that {name}",
                    got.status == 200 and json.loads(got.body)["cards"] == [])
        fhir.answers = {**healthy, "/Condition": answer}
        got = server.call(SERVICE, without_prefetch(good, fhir))
        tally.check(f"fetch: without the diagnoses nobody can tell: a card when it {name}",
                    got.status == 200 and b"kon niet worden opgehaald" in got.body)
    fhir.answers = {**complete(good), "/Procedure": slow}
    got = server.call(SERVICE, without_prefetch(good, fhir))
    tally.check("fetch: a slow server within the deadline is waited for",
                b'"cards":[{' in got.body and b"niet bekeken" not in got.body)
    for name, answer in {"hangs": hang, "answers 401": status(401), "answers 500": status(500),
                         "sends another patient": {"resourceType": "Patient", "id": "other"}}.items():
        fhir.answers = {**answers_from(good), patient: answer}
        begin = time.monotonic()
        got = server.call(SERVICE, without_prefetch(good, fhir))
        tally.check(f"fetch: no Patient to be had, for it {name} [PREF-33]",
                    got.status == 412 and time.monotonic() - begin < 1.6)
        tally.check(f"fetch: and the refusal says why, for it {name}",
                    b"nor could it be fetched" in got.body)
    fhir.answers = {"/Procedure": hang}
    lacking = {**without_prefetch(good, fhir),
               "prefetch": {**dict.fromkeys(SEARCHES), **good["prefetch"]}}
    del lacking["prefetch"]["procedures"]
    calls = []
    threads = [threading.Thread(target=lambda: calls.append(
        server.call(SERVICE, lacking).status)) for _ in range(12)]
    for thread in threads:
        thread.start()
    begin = time.monotonic()
    other = server.call(SERVICE, good)
    tally.check("fetch: who waits holds up no other call",
                other.status == 200 and time.monotonic() - begin < 0.4)
    for thread in threads:
        thread.join()
    tally.check("fetch: and gets its answer", calls == [200] * 12)
    released.set()


def deadlines(binary, tally, good):
    with FhirServer(answers_from(good)) as fhir:
        released = threading.Event()
        fhir.answers["/Observation"] = lambda handler: released.wait(5)
        took = {}
        for ms in (100, 1500):
            client = {"id": "a", "fhir-servers": [fhir.base], "fhir-version": "R4",
                      "deadline-ms": ms}
            with registered(binary, client) as (server, _):
                begin = time.monotonic()
                server.call(SERVICE, without_prefetch(good, fhir))
                took[ms] = time.monotonic() - begin
        released.set()
        tally.check("fetch: each client has its own deadline",
                    took[100] < 0.6 and 1.3 < took[1500] < 2.2)
        fhir.asked.clear()
        client["fetch"] = False
        with registered(binary, client) as (server, _):
            answer = server.call(SERVICE, without_prefetch(good, fhir))
        tally.check("fetch: switched off for a client", answer.status == 412 and not fhir.asked)


def stopping(binary, tally, good):
    """A stop lets who waits have an answer within the time to drain, and waits no longer."""
    for name, deadline, drain, wanted in (("answers who waits", 1500, 5000, [412]),
                                          ("waits no longer than it may", 9000, 300, [])):
        released, statuses = threading.Event(), []
        with FhirServer({}) as fhir:
            fhir.answers = dict.fromkeys(answers_from(good), lambda handler: released.wait(20))
            client = {"id": "a", "fhir-servers": [fhir.base], "fhir-version": "R4",
                      "deadline-ms": deadline}
            with registered(binary, client, flags=["--drain-ms", str(drain)]) as (server, _):
                def call():
                    with contextlib.suppress(OSError):
                        statuses.append(server.call(SERVICE, without_prefetch(good, fhir)).status)
                thread = threading.Thread(target=call)
                thread.start()
                wait_until(lambda: len(fhir.asked) > 5)
                begin = time.monotonic()
                server.process.terminate()
                server.process.wait(8)
                tally.check(f"fetch: a stop {name}", time.monotonic() - begin < 5)
                thread.join(8)
            released.set()
        tally.check(f"fetch: a stop {name}, indeed", statuses == wanted)


def run(binary, tally, good):
    with FhirServer({}) as fhir, FhirServer({}) as older:
        clients = [{"id": "west", "fhir-servers": [fhir.base], "fhir-version": "R4"},
                   {"id": "old", "fhir-servers": [older.base], "fhir-version": "STU3"}]
        for client in clients:
            client["deadline-ms"] = 900
        with registered(binary, *clients) as (server, _):
            same_cards(server, fhir, older, tally)
            what_is_asked(server, fhir, tally, good)
            pages(server, fhir, tally, good)
            bad_servers(server, fhir, tally, good)
            text = server.request("GET", "/metrics").body + server.log()
            tally.check("fetch: the token is neither logged nor counted", b"geheim" not in text)
            tally.check("fetch: fetches are counted",
                        b'wervelwijzer_fetched_keys_total{result="lacking"}' in text)
    deadlines(binary, tally, good)
    stopping(binary, tally, good)
