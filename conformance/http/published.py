"""Messages that others published: accepted when sound, and our checker judges as the publishers do.

They lie outside the repository (several are under licences of their own) and are skipped with a
message when absent.
"""

import json
import os

import checker

HOOKS = {
    "patient-view": ["spinal-metastases-patient-view", "brain-metastases-patient-view"],
    "order-select": ["spinal-metastases-order-select", "brain-metastases-order-select"],
    "order-sign": ["spinal-metastases-order-sign", "brain-metastases-order-sign"],
}
# Our checker is stricter than the published outcomes on two points, which the specification's text
# asks and the publisher's logical model does not: the length of a summary, the type of a link.
STRICTER = (".summary has", ".type is `None`")
# Responses with a defect on the protocol level, by the published outcomes.
BAD_RESPONSES = {"cdshooks-response-empty-source", "cdshooks-response-empty2",
                 "cdshooks-response-suggestion", "cdshooks-response-empty-bad"}


def run(server, tally, shared):
    folder = os.path.join(shared, "data", "cds-hooks-messages", "messages")
    if not os.path.isdir(folder):
        tally.skip("published messages", f"no folder {os.path.basename(shared)}/data/cds-hooks-messages")
        return
    offered = {s["id"] for s in server.request("GET", "/cds-services").json()["services"]}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            message = json.load(file)
        stem = name.removesuffix(".json")
        if "-request-" in stem:
            send(server, tally, offered, stem, message)
        elif "-response-" in stem:
            problems = [p for p in checker.response_problems(message)
                        if not any(words in p for words in STRICTER)]
            if stem in BAD_RESPONSES:
                tally.check(f"{stem}: the checker finds the defect", bool(problems))
            else:
                tally.check(f"{stem}: the checker finds nothing", problems)


def send(server, tally, offered, stem, message):
    for service in HOOKS.get(message.get("hook"), []):
        if service not in offered:
            tally.skip(f"{stem} to {service}", "the service is not offered yet")
            continue
        answer = server.call(service, message)
        if "-good" in stem:
            # Sound on the protocol level; without a Patient the specification asks for a 412.
            allowed = {200} if has_patient(message) else {200, 412}
            tally.check(f"{stem} to {service}", [] if answer.status in allowed
                        else [f"status {answer.status}: {answer.body[:300]!r}"])
        else:
            tally.check(f"{stem} to {service} is answered, not dropped",
                        [] if answer.status in (200, 400, 412) else [f"status {answer.status}"])
        if answer.status == 200:
            tally.check(f"{stem} to {service}: response", checker.response_problems(answer.json()))


def has_patient(message):
    return '"resourceType": "Patient"' in json.dumps(message.get("prefetch", {}))


def samples(server, tally, shared, limit=400):
    """Oncology patients of public sample sets, each set of resources of one patient as a prefetch."""
    root = os.path.join(shared, "data", "fhir-samples")
    if not os.path.isdir(root):
        tally.skip("sample patients", f"no folder {os.path.basename(shared)}/data/fhir-samples")
        return
    sent = cards = 0
    for request in sample_requests(root, limit):
        for service in ("spinal-metastases-patient-view", "brain-metastases-patient-view"):
            answer = server.call(service, request)
            sent += 1
            name = f"sample {request['context']['patientId']} to {service}"
            if answer.status != 200:
                tally.check(name, [f"status {answer.status}: {answer.body[:200]!r}"])
                continue
            body = answer.json()
            cards += len(body["cards"])
            tally.check(name, checker.response_problems(body) + checker.house_problems(body))
    print(f"sample patients: {sent} calls, {cards} cards")


def sample_requests(root, limit):
    """A request per origin and patient: every JSON resource that points to the patient."""
    count = 0
    for origin in sorted(os.listdir(root)):
        resources = list(json_resources(os.path.join(root, origin)))
        patients = {r["id"]: r for r in resources if r["resourceType"] == "Patient" and r.get("id")}
        for patient_id, patient in patients.items():
            if count >= limit:
                return
            about = [r for r in resources if subject(r).endswith("Patient/" + patient_id)]
            count += 1
            yield {"hook": "patient-view", "hookInstance": "6a8c3f0e-5b1d-4c9a-8e2f-7d6b5a4c3b2a",
                   "context": {"userId": "Practitioner/1", "patientId": patient_id},
                   "prefetch": {"patient": patient, "all": {
                       "resourceType": "Bundle", "type": "searchset",
                       "entry": [{"resource": r} for r in about[:500]]}}}


def json_resources(folder):
    for path, _, names in os.walk(folder):
        for name in sorted(names):
            if not name.endswith(".json"):
                continue
            try:
                with open(os.path.join(path, name), encoding="utf-8") as file:
                    resource = json.load(file)
            except (ValueError, OSError):
                continue
            if not isinstance(resource, dict):
                continue
            if resource.get("resourceType") == "Bundle":
                for entry in resource.get("entry") or []:
                    inner = entry.get("resource") if isinstance(entry, dict) else None
                    if isinstance(inner, dict) and inner.get("resourceType"):
                        yield inner
            elif resource.get("resourceType"):
                yield resource


def subject(resource):
    for name in ("subject", "patient"):
        reference = resource.get(name)
        if isinstance(reference, dict) and isinstance(reference.get("reference"), str):
            return reference["reference"]
    return ""
