"""Requests of a mebibyte in which one element stands thousands of times: each is answered soon. What
else can stand so often is tried by `bench/shapes`, which counts instructions and knows no connection."""

import copy
import json
import time

from stage import REQUEST, attack, statuses

SERVICE = "/cds-services/spinal-metastases-order-select"
MOST_SECONDS = 2.0  # on a machine that does much else; before, it was a minute
PATIENT = json.loads(REQUEST)["context"]["patientId"]


def bundle(resources):
    return {"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]}


def order(i):
    return {"resourceType": "ServiceRequest", "id": f"e{i}", "status": "draft"}


def request(prefetch=(), drafts=(), selections=()):
    made = copy.deepcopy(json.loads(REQUEST))
    made["hook"] = "order-select"
    made["context"].update(selections=list(selections) or ["ServiceRequest/e0"],
                           draftOrders=bundle(list(drafts) or [order(0)]))
    for key, value in prefetch:
        made["prefetch"][key] = value
    return made


def medicine(i, reference):
    return {"resourceType": "MedicationRequest", "id": f"m{i}", "status": "active", "intent": "order",
            "subject": {"reference": f"Patient/{PATIENT}"}, "medicationReference": {"reference": reference}}


def shapes():
    count = 6000
    yield "selections by draft orders", request(drafts=[order(i) for i in range(count)], selections=[
        f"ServiceRequest/s{i}" for i in range(count)])
    yield "deletions of a history", request([("history", {"resourceType": "Bundle", "entry": [
        {"fullUrl": f"https://x/Condition/{i}", "request": {"method": "DELETE" if i % 2 else "PUT",
                                                            "url": f"Condition/{i}"}}
        for i in range(2 * count)]})])
    yield "medicines that name nothing", request([("medications", bundle(
        [medicine(i, f"Medication/none{i}") for i in range(count)]))])
    holder = medicine(0, f"#c{count}")
    holder["contained"] = [{"resourceType": "Condition", "id": f"c{i}"} for i in range(count)]
    holder["reasonReference"] = [{"reference": f"#c{i}"} for i in range(count)]
    yield "contained resources", request([("medications", bundle([holder]))])
    yield "resources of one id", request([("conditions", bundle(
        {"resourceType": f"T{i}", "id": "same"} for i in range(4 * count)))])
    yield "words without an end", request([("report", {
        "resourceType": "DiagnosticReport", "id": "r", "status": "final",
        "subject": {"reference": f"Patient/{PATIENT}"}, "conclusion": "geen myelumcompressie " * 40000})])
    yield "exponents in a text", request([("report", {"resourceType": "Basic", "id": "1e1234" * 150000})])


@attack("slow-shapes", "bodies of 1 MiB that repeat one element thousands of times")
def slow_shapes(target):
    found = []
    for name, body in shapes():
        text = json.dumps(body).encode()
        head = (f"POST {SERVICE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(text)}\r\nConnection: close\r\n\r\n").encode()
        begin = time.monotonic()
        seen = statuses(target.raw(head + text, timeout=20)[0])
        seconds = time.monotonic() - begin
        if seen != [200] or seconds > MOST_SECONDS:
            found.append(f"{name} ({len(text)} bytes) is answered {seen} after {seconds:.1f} s")
    return found
