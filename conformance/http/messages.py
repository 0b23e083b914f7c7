"""Messages as clients send them: odd, incomplete, about somebody else. What is wrong with the request
is refused; what is odd inside the data costs that datum only [REQ-02 to REQ-18, AUTHZ, PV, OS, OSN]."""

import copy
import json
import socket
import uuid

import checker
import golden
from hostile import outcome_problems

SPINAL = "spinal-metastases-patient-view"
SELECT = "spinal-metastases-order-select"
SIGN = "spinal-metastases-order-sign"
EVALUATION = "nl.wervelwijzer.evaluation"
MRI = {"resourceType": "ServiceRequest", "id": "1", "status": "draft", "intent": "plan",
       "priority": "routine", "subject": {"reference": "Patient/gk-01"},
       "code": {"coding": [{"system": "http://snomed.info/sct", "code": "241648009"}]}}


def changed(good, change):
    request = copy.deepcopy(good)
    change(request)
    return request


def answered(answer):
    if answer.status != 200:
        return [f"status {answer.status}: {answer.body[:200]!r}"]
    return checker.response_problems(answer.json())


def decisions(server, request, service=SPINAL):
    """Every decision for the request, without what only repeats where the data came from."""
    asked = changed(request, lambda r: r.setdefault("extension", {}).update({EVALUATION: True}))
    answer = server.call(service, asked)
    return answer.json().get("extension", {}).get(EVALUATION) if answer.status == 200 else None


def run(server, tally, good):
    refused(server, tally, good)
    tolerated(server, tally, good)
    somebody_else(server, tally, good)
    orders(server, tally, good)
    drafts_come_back(server, tally)
    repeated(server, tally, good)
    languages(server, tally, good)


def refused(server, tally, good):
    token = {"access_token": "geheim", "token_type": "Bearer", "expires_in": 300, "scope": "x",
             "subject": "y"}
    rows = {
        "a token without its server [REQ-05]": lambda r: r.update(fhirAuthorization=token),
        "a token that is no object": lambda r: r.update(fhirServer="https://a", fhirAuthorization="t"),
        "an authorization without token [AUTHZ-01]":
            lambda r: r.update(fhirServer="https://a", fhirAuthorization={"token_type": "Bearer"}),
        "a server that is no text": lambda r: r.update(fhirServer=7),
        "a context that is a list": lambda r: r.update(context=[]),
        "a patientId that is a number [PV-01]": lambda r: r["context"].update(patientId=7),
        "a patientId of blanks": lambda r: r["context"].update(patientId="  "),
        "no userId [PV-02]": lambda r: r["context"].pop("userId"),
        "an encounterId that is an object": lambda r: r["context"].update(encounterId={}),
        "a hookInstance that is null [REQ-04]": lambda r: r.update(hookInstance=None),
        "a hook in capitals": lambda r: r.update(hook="PATIENT-VIEW"),
        "a prefetch that is a text": lambda r: r.update(prefetch="x"),
    }
    for name, change in rows.items():
        answer = server.call(SPINAL, changed(good, change))
        tally.check(f"refused: {name}", outcome_problems(answer, {400}))
        tally.check(f"refused: {name}: nothing of the request comes back", b"geheim" not in answer.body)
    several = changed(good, lambda r: (r.pop("hookInstance"), r["context"].pop("patientId")))
    answer = server.call(SPINAL, several)
    paths = [p for i in answer.json().get("issue", []) for p in i.get("expression", [])]
    tally.check("every defect is named at once, with its place",
                {"$.hookInstance", "$.context.patientId"} <= set(paths))


def tolerated(server, tally, good):
    token = {"access_token": "geheim", "token_type": "Bearer", "expires_in": 300, "subject": "y",
             "scope": "patient/*.read [name with blanks]"}
    rows = {
        "a server without a token": lambda r: r.update(fhirServer="https://ehr.example.org/fhir"),
        "a token [AUTHZ-13]":
            lambda r: r.update(fhirServer="https://ehr.example.org/fhir", fhirAuthorization=token),
        "no authorization by null": lambda r: r.update(fhirAuthorization=None, fhirServer=None),
        "a hookInstance that is no uuid": lambda r: r.update(hookInstance="call 7"),
        "a reference for an id [REQ-16]":
            lambda r: r["context"].update(patientId="Patient/" + r["context"]["patientId"]),
        "members that nobody knows [REQ-11]":
            lambda r: (r.update(colour="red"), r["context"].update(mood=[{}]),
                       r["prefetch"]["patient"].update(shoeSize=44)),
        "extensions everywhere [REQ-10]":
            lambda r: (r.update(extension={"a": {"b": None}}),
                       r["context"].update(extension={"com.example": 1}),
                       r["prefetch"]["patient"].update(extension=[{"url": "https://a", "valueCode": "b"}])),
        "an extension of another kind": lambda r: r.update(extension=[1]),
        "draft orders where they do not belong":
            lambda r: r["context"].update(draftOrders={"resourceType": "Bundle"}, selections=[]),
        "a prefetch under keys of its own [DISC-23]":
            lambda r: r.update(prefetch={f"q{n}": v for n, v in enumerate(r["prefetch"].values())}),
        "every resource in one Bundle": lambda r: r.update(prefetch={"all": {
            "resourceType": "Bundle", "type": "collection",
            "entry": [{"resource": v} for v in r["prefetch"].values()]}}),
    }
    for name, change in rows.items():
        tally.check(f"tolerated: {name}", answered(server.call(SPINAL, changed(good, change))))
    with socket.create_server(("127.0.0.1", 0)) as canary:
        address = f"http://127.0.0.1:{canary.getsockname()[1]}/fhir"
        server.call(SPINAL, changed(good, lambda r: r.update(
            fhirServer=address, fhirAuthorization=token,
            prefetch={"patient": r["prefetch"]["patient"]})))
        canary.settimeout(0.3)
        try:
            canary.accept()
            reached = True
        except TimeoutError:
            reached = False
        tally.check("a server that a request names is not called [AUTHZ-12]", not reached)
    plain = decisions(server, good)
    for name in ("members that nobody knows [REQ-11]", "a prefetch under keys of its own [DISC-23]",
                 "every resource in one Bundle", "a reference for an id [REQ-16]"):
        tally.check(f"tolerated: {name}: same decisions",
                    decisions(server, changed(good, rows[name])) == plain)


def somebody_else(server, tally, good):
    """Data of another patient never count, and a Patient of another id is not the patient."""
    other = changed(good, lambda r: r["prefetch"]["patient"].update(id="somebody-else"))
    tally.check("the Patient of somebody else", outcome_problems(server.call(SPINAL, other), {412}))
    text = json.dumps(good["prefetch"]).replace("Patient/gk-01", "Patient/somebody-else")
    theirs = changed(good, lambda r: r.update(prefetch=json.loads(text)))
    bare = changed(good, lambda r: r.update(prefetch={"patient": r["prefetch"]["patient"]}))
    urgent = decisions(server, theirs)["imaging-urgency"]
    tally.check("findings of somebody else do not count",
                urgent["possible"] == decisions(server, bare)["imaging-urgency"]["possible"])
    answer = server.call(SPINAL, bare)
    tally.check("nothing to say: 200 and no cards [RESP-02]",
                answer.status == 200 and answer.json()["cards"] == [])
    both = changed(good, lambda r: r["prefetch"].update(
        others={"resourceType": "Bundle", "type": "searchset",
                "entry": [{"resource": {"resourceType": "Patient", "id": "somebody-else"}}]}))
    tally.check("two Patients: the one of the context", decisions(server, both) == decisions(server, good))


def order_request(good, orders, selections=..., hook="order-select"):
    request = changed(good, lambda r: r.update(hook=hook))
    request["context"]["draftOrders"] = orders
    if selections is not ...:
        request["context"]["selections"] = selections
    return request


def bundle(*resources):
    return {"resourceType": "Bundle", "type": "collection",
            "entry": [{"resource": r} for r in resources]}


def orders(server, tally, good):
    for name, value in (("none", ...), ("null", None), ("a list", []), ("a single order", MRI)):
        request = order_request(good, value, ["ServiceRequest/1"])
        if value is ...:
            del request["context"]["draftOrders"]
        tally.check(f"draftOrders: {name} [OS-05]", outcome_problems(server.call(SELECT, request), {400}))
    request = order_request(good, bundle(MRI), "ServiceRequest/1")
    tally.check("selections that are a text [OS-04]", outcome_problems(server.call(SELECT, request), {400}))
    for name, selections in (("missing", ...), ("empty", []), ("of nothing there", ["Task/9"]),
                             ("of other kinds", [7, None, {}]), ("an address", ["https://a/ServiceRequest/1"]),
                             ("a bare id", ["1"]), ("a urn", ["urn:uuid:0"])):
        request = order_request(good, bundle(MRI), selections)
        tally.check(f"selections: {name}", answered(server.call(SELECT, request)))
    for name, orders_ in odd_orders():
        for service, hook in ((SELECT, "order-select"), (SIGN, "order-sign")):
            request = order_request(good, orders_, ["ServiceRequest/1"], hook)
            tally.check(f"order [REQ-15], {hook}: {name}", answered(server.call(service, request)))


def odd_orders():
    """Drafts as clients have been seen to send them."""
    yield "an empty Bundle", {"resourceType": "Bundle"}
    yield "no resource in an entry", {"resourceType": "Bundle", "entry": [{}, None, 7, []]}
    yield "a null resource", {"resourceType": "Bundle", "entry": [{"resource": None}]}
    yield "entries that are an object", {"resourceType": "Bundle", "entry": {"resource": MRI}}
    yield "a Bundle in the Bundle", bundle(bundle(MRI))
    for name in ("status", "intent", "code", "subject", "id", "priority"):
        yield f"no {name}", bundle({k: v for k, v in MRI.items() if k != name})
        yield f"{name} of another type", bundle({**MRI, name: [[]]})
        yield f"{name} is null", bundle({**MRI, name: None})
    yield "category that is an object", bundle({**MRI, "category": {"coding": []}})
    yield "a code without system", bundle({**MRI, "code": {"coding": [{"code": "241648009"}]}})
    yield "a name alone", bundle({**MRI, "code": {"text": "MRI hele wervelkolom"}})
    yield "an order of STU3 among those of R4", bundle(MRI, {**MRI, "resourceType": "ProcedureRequest", "id": "2"})
    yield "an order of R5 among those of R4", bundle(MRI, {**MRI, "id": "2", "code": {"concept": MRI["code"]}})
    drug = {"resourceType": "MedicationRequest", "id": "1", "status": "draft", "intent": "order"}
    yield "no medication", bundle(drug)
    yield "a medication that is nowhere", bundle({**drug, "medicationReference": {"reference": "Medication/9"}})
    yield "a medication inside", bundle({**drug, "medicationReference": {"reference": "#m"},
                                         "contained": [{"resourceType": "Medication", "id": "m"}]})
    for dose in ({}, {"value": "16", "unit": "mg"}, {"value": -1, "unit": "mg"},
                 {"value": 1e308, "unit": "mg"}, {"value": 16}, {"value": 16, "unit": "kg"}, 16, None):
        yield f"a dose of {dose}", bundle({
            **drug, "medicationCodeableConcept": {"coding": [
                {"system": "http://www.whocc.no/atc", "code": "H02AB02"}]},
            "dosageInstruction": [{"doseAndRate": [{"doseQuantity": dose}],
                                   "timing": {"repeat": {"frequency": 0, "period": 0, "periodUnit": "d"}}}]})


def drafts_come_back(server, tally):
    """What is suggested in place of an odd draft is sound, and still the client's draft [GEN-04]."""
    for case in golden.cases():
        if "order" not in case.service:
            continue
        request = json.loads(case.request_text())
        for entry in request["context"]["draftOrders"]["entry"]:
            entry["resource"].update(note=[], text=None, extension=[{}], instantiatesUri=["", "https://a"])
        answer = server.call(case.service, request)
        tally.check(f"{case.name} with empty members in the draft", answered(answer))
        kept = [a["resource"].get("instantiatesUri") for c in answer.json()["cards"]
                for s in c.get("suggestions", []) for a in s["actions"] if a["type"] == "update"]
        tally.check(f"{case.name}: an updated draft keeps its members [ACT-04]",
                    all(k == ["https://a"] for k in kept))
        for entry in request["context"]["draftOrders"]["entry"]:
            entry["resource"]["id"] = "Patient/gk-01"
        request["context"].pop("selections", None)  # then all drafts count as selected
        tally.check(f"{case.name} with a draft whose id is none",
                    answered(server.call(case.service, request)))


def repeated(server, tally, good):
    """A call that comes again is answered again, alike but for the ids of its cards [REQ-18, CARD-03]."""
    first, second = (server.call(SPINAL, good).json()["cards"] for _ in range(2))
    tally.check("the same call again: the same cards",
                [c["summary"] for c in first] == [c["summary"] for c in second])
    ids = [x["uuid"] for c in first + second for x in [c, *c.get("suggestions", [])]]
    tally.check("the same call again: other ids", len(ids) == len(set(ids)))
    fresh = changed(good, lambda r: r.update(hookInstance=str(uuid.uuid4())))
    tally.check("another instance: the same decisions", decisions(server, fresh) == decisions(server, good))


def languages(server, tally, good):
    for header, wanted in ((None, "nl"), ("nl", "nl"), ("en", "en"), ("EN-us", "en"), ("fr", "nl"),
                           ("fr, en;q=0.5", "en"), ("en;q=0.4, nl;q=0.6", "nl"), ("*", "nl"),
                           ("en;q=0, nl;q=0.1", "nl"), (";;;,=,q", "nl"), ("en;q=x", "nl"),
                           ("x" * 5000, "nl"), ("de-DE,de;q=0.9,en;q=0.8,nl;q=0.7", "en")):
        answer = server.call(SPINAL, good, header)
        dutch = "Geen gecertificeerd" in answer.json()["cards"][0]["detail"]
        tally.check(f"Accept-Language `{str(header)[:40]}`", dutch == (wanted == "nl"))
