"""Every element that a request can repeat, for `bench/shapes`.

An element is a place and what stands there, as a function of its number and of the scheme of ids:
`own` (each another), `same` (all one) or `few` (seven in turn).
"""

import copy
from collections import namedtuple

SERVICE = "spinal-metastases-order-select"
IDS = ["own", "same", "few"]
SNOMED = "http://snomed.info/sct"
INPUTS = "https://wervelwijzer.nl/fhir/CodeSystem/guideline-input"
SUBJECT = {"reference": "Patient/p1"}
ATC = "http://www.whocc.no/atc"

Element = namedtuple("Element", "name add")
ELEMENTS = []


def coded(code, system=SNOMED, text=None):
    concept = {"coding": [{"system": system, "code": code}]}
    if text:
        concept["text"] = text
    return concept


def day(i):
    return f"2026-{1 + i % 10:02d}-{1 + i // 10 % 27:02d}"


def name_of(i, ids):
    return {"own": str(i), "same": "0", "few": str(i % 7)}[ids]


def entries(request, key):
    return request["prefetch"].setdefault(
        key, {"resourceType": "Bundle", "type": "searchset", "entry": []})["entry"]


def element(name):
    """Registers add(request, count, id_of): id_of tells the id of a number."""
    def register(add):
        ELEMENTS.append(Element(name, add))
        return add
    return register


def resources(name, key, make):
    """Resources in the Bundle of that prefetch key."""
    def add(request, count, id_of):
        into = entries(request, key)
        for i in range(count):
            resource = make(i, id_of(i))
            resource.setdefault("id", id_of(i))
            resource.setdefault("subject", SUBJECT)
            into.append({"resource": resource})
    element(name)(add)


def drafts(name, make):
    def add(request, count, id_of):
        into = request["context"]["draftOrders"]["entry"]
        for i in range(count):
            resource = make(i, id_of(i))
            resource.setdefault("id", "d" + id_of(i))
            resource.setdefault("subject", SUBJECT)
            into.append({"resource": resource})
            request["context"]["selections"].append(resource["resourceType"] + "/" + resource["id"])
    element(name)(add)


def inside(name, resource_type, fields, member, make):
    """A member of one resource that repeats."""
    def add(request, count, id_of):
        resource = {"resourceType": resource_type, "id": "inside", "subject": SUBJECT, **fields,
                    member: [make(i, id_of(i)) for i in range(count)]}
        entries(request, "inside").append({"resource": resource})
    element(name)(add)


def words(name, make):
    """A text of `count` pieces in places whose words are looked at."""
    def add(request, count, id_of):
        make(request, count)
    element(name)(add)


def condition(code, **more):
    return lambda i, id_: {"resourceType": "Condition", "clinicalStatus": coded("active"),
                           "code": coded(code), "recordedDate": day(i), **more}


def observation(code, system=INPUTS, **more):
    return lambda i, id_: {"resourceType": "Observation", "status": "final",
                           "code": coded(code, system), "effectiveDateTime": day(i), **more}


def medicine(kind, **more):
    field = "dosage" if kind == "MedicationStatement" else "dosageInstruction"
    return lambda i, id_: {"resourceType": kind, "status": "active", "intent": "order",
                           "medicationCodeableConcept": coded("H02AB02", ATC, "dexamethason"),
                           "authoredOn": day(i), field: [{"text": "1 dd 4 mg"}], **more}


def order(code, status="active", **more):
    return lambda i, id_: {"resourceType": "ServiceRequest", "status": status, "intent": "order",
                           "code": coded(code), "authoredOn": day(i), **more}


STOP = "http://nictiz.nl/fhir/StructureDefinition/ext-StopType"


def stopped(i, id_):
    return {"resourceType": "MedicationRequest", "status": "active", "intent": "order",
            "medicationCodeableConcept": coded("H02AB02", ATC), "authoredOn": day(i),
            "priorPrescription": {"reference": f"MedicationRequest/x{id_}"},
            "modifierExtension": [{"url": STOP, "valueCodeableConcept": coded("410546004")}]}


def of_treatment(i, id_):
    return {"resourceType": "MedicationRequest", "status": "active", "intent": "order",
            "medicationCodeableConcept": coded("H02AB02", ATC), "authoredOn": day(i),
            "extension": [{"url": "http://nictiz.nl/fhir/StructureDefinition/ext-PharmaceuticalTreatment.Identifier",
                           "valueIdentifier": {"system": "urn:oid:1", "value": id_}}],
            "identifier": [{"system": "urn:oid:2", "value": id_}]}


def denied(i, id_):
    return {"resourceType": "Condition", "verificationStatus": coded("refuted"),
            "code": {"coding": [{"system": SNOMED, "code": "94503003"}], "text": "nee " + id_},
            "recordedDate": day(i)}


def task(i, id_):
    return {"resourceType": "Task", "status": "accepted", "intent": "order",
            "focus": {"reference": "ServiceRequest/" + id_}, "lastModified": day(i)}


resources("conditions", "conditions", condition("254837009"))
resources("metastases", "conditions", condition("94503003"))
resources("denied conditions", "conditions", denied)
resources("unknown conditions", "conditions", lambda i, id_: {
    "resourceType": "Condition", "code": coded("x" + id_, "urn:own", "dwarslaesie?")})
resources("conditions with evidence", "conditions", lambda i, id_: {
    "resourceType": "Condition", "code": coded("94503003"), "stage": [{"summary": coded("x")}],
    "evidence": [{"detail": [{"reference": "Observation/" + id_}], "code": [coded("94503003")]}]})
resources("conditions of others", "conditions", condition(
    "254837009", subject={"reference": "Patient/other"}))
resources("answers of inputs", "observations", observation("kps", valueInteger=70))
resources("contradicting answers", "observations", lambda i, id_: {
    "resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-11-20T10:00:00Z",
    "code": coded("back-or-neck-pain", INPUTS), "valueBoolean": i % 2 == 0})
resources("numbers of inputs", "observations", lambda i, id_: {
    "resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-11-20T10:00:00Z",
    "code": coded("life-expectancy-months", INPUTS), "valueDecimal": i % 97 / 10})
resources("coded observations", "observations", observation("273546003", SNOMED, valueInteger=70))
resources("wrong answers", "observations", observation("kps", valueString="x"))
resources("observations with members", "observations", lambda i, id_: {
    "resourceType": "Observation", "status": "final", "code": coded("1"),
    "hasMember": [{"reference": "Observation/" + id_}], "derivedFrom": [
        {"reference": "Observation/" + id_}], "component": [
            {"code": coded("kps", INPUTS), "valueInteger": 70}]})
resources("medicines", "medications", medicine("MedicationRequest"))
resources("medicines in use", "medications", medicine("MedicationStatement"))
resources("medicines given", "medications", medicine("MedicationAdministration"))
resources("dispenses", "medications", medicine("MedicationDispense"))
resources("stopped medicines", "medications", stopped)
resources("medicines of a treatment", "medications", of_treatment)
resources("not taken", "medications", lambda i, id_: {
    "resourceType": "MedicationStatement", "status": "not-taken",
    "medicationCodeableConcept": coded("H02AB02", ATC, "d" + id_), "effectiveDateTime": day(i)})
resources("unknown medicines", "medications", lambda i, id_: {
    "resourceType": "MedicationStatement", "status": "active",
    "medicationCodeableConcept": {"text": f"prednison {id_}"}})
resources("medicines by reference", "medications", lambda i, id_: {
    "resourceType": "MedicationRequest", "status": "active", "intent": "order",
    "medicationReference": {"reference": "Medication/nowhere" + id_}})
resources("medicines by one reference", "medications", lambda i, id_: {
    "resourceType": "MedicationRequest", "status": "active", "intent": "order",
    "medicationReference": {"reference": "Medication/m" + id_}})
resources("Medications", "medications", lambda i, id_: {
    "resourceType": "Medication", "id": "m" + id_, "code": coded("H02AB02", ATC)})
resources("allergies", "allergies", lambda i, id_: {
    "resourceType": "AllergyIntolerance", "patient": SUBJECT, "code": coded("372584003", SNOMED, "dexa"),
    "reaction": [{"manifestation": [coded("1")]}]})
resources("devices", "devices", lambda i, id_: {
    "resourceType": "Device", "patient": SUBJECT, "type": coded("14106009"),
    "deviceName": [{"name": "pacemaker " + id_}]})
resources("device uses", "devices", lambda i, id_: {
    "resourceType": "DeviceUseStatement", "status": "active",
    "device": {"reference": "Device/" + id_}})
resources("procedures", "procedures", lambda i, id_: {
    "resourceType": "Procedure", "status": "completed", "code": coded("108290001"),
    "performedPeriod": {"start": day(i), "end": day(i)}, "reasonReference": [
        {"reference": "Condition/" + id_}]})
resources("imaging studies", "imaging", lambda i, id_: {
    "resourceType": "ImagingStudy", "status": "available", "started": "2026-11-01",
    "procedureCode": [coded("x")], "description": "MRI wervelkolom " + id_})
resources("reports", "reports", lambda i, id_: {
    "resourceType": "DiagnosticReport", "status": "final", "code": coded("x"),
    "conclusion": "geen myelumcompressie; wel wervelmetastasen", "basedOn": [
        {"reference": "ServiceRequest/" + id_}], "result": [{"reference": "Observation/" + id_}]})
resources("care teams", "careTeams", lambda i, id_: {
    "resourceType": "CareTeam", "status": "active", "participant": [{"role": [coded("x")]}]})
resources("goals", "goals", lambda i, id_: {
    "resourceType": "Goal", "lifecycleStatus": "active", "description": {"text": "geen behandeling"}})
resources("appointments", "appointments", lambda i, id_: {
    "resourceType": "Appointment", "status": "booked", "start": "2026-12-24T10:00:00Z",
    "serviceType": [coded("x")], "participant": [{"actor": SUBJECT, "status": "accepted"}]})
resources("encounters", "encounter", lambda i, id_: {
    "resourceType": "Encounter", "status": "in-progress", "class": {"code": "AMB"},
    "serviceProvider": {"reference": "Organization/" + id_}})
resources("organizations", "organizations", lambda i, id_: {
    "resourceType": "Organization", "partOf": {"reference": "Organization/" + id_},
    "identifier": [{"system": "urn:x", "value": id_}], "name": "x"})
resources("patients", "patients", lambda i, id_: {"resourceType": "Patient", "id": "q" + id_})
resources("asked scans", "serviceRequests", order("241646009"))
resources("refused scans", "serviceRequests", order("241646009", status="revoked"))
resources("referrals", "serviceRequests", order("183524004"))
resources("tasks", "tasks", task)
resources("intakes", "questionnaireResponses", lambda i, id_: {
    "resourceType": "QuestionnaireResponse", "status": "completed", "authored": day(i),
    "questionnaire": "https://wervelwijzer.nl/fhir/Questionnaire/spinal-intake",
    "item": [{"linkId": "kps", "answer": [{"valueInteger": 70}]}]})
resources("of types unknown", "anything", lambda i, id_: {"resourceType": "T" + id_})
resources("without ids", "anything", lambda i, id_: {"resourceType": "Condition", "id": "",
                                                     "code": coded("254837009")})
resources("without types", "anything", lambda i, id_: {"resourceType": ""})
resources("in the future", "observations", observation("kps", effectiveDateTime="2099-01-01"))
resources("modified", "conditions", condition("94503003", modifierExtension=[{"url": "urn:x"}]))
resources("versions of one", "conditions", lambda i, id_: {
    "resourceType": "Condition", "id": "v" + id_, "code": coded("254837009"),
    "meta": {"versionId": str(i), "lastUpdated": f"2026-01-01T00:00:{i % 60:02d}Z"}})
drafts("drafts of scans", order("241646009", status="draft"))
drafts("drafts of other scans", order("169070004", status="draft"))
drafts("drafts of medicines", medicine("MedicationRequest", status="draft"))
drafts("drafts of radiotherapy", order("108290001", status="draft", note=[{"text": "1 x 8 Gy"}]))
drafts("drafts of referrals", order("183524004", status="draft"))
drafts("drafts of anything", lambda i, id_: {"resourceType": "T", "code": coded(id_, "urn:x")})


@element("codings")
def add_codings(request, count, id_of):
    codings = [{"system": SNOMED, "code": "94503003" if i % 2 else id_of(i)} for i in range(count)]
    entries(request, "inside").append({"resource": {
        "resourceType": "Condition", "id": "inside", "subject": SUBJECT, "code": {"coding": codings}}})


inside("components", "Observation", {"status": "final", "code": coded("x")}, "component",
       lambda i, id_: {"code": coded("kps", INPUTS), "valueInteger": i % 100})
inside("members of one observation", "Observation", {"status": "final", "code": coded("x")},
       "hasMember", lambda i, id_: {"reference": "Observation/" + id_})
inside("body sites", "Condition", {"code": coded("94503003")}, "bodySite",
       lambda i, id_: coded("421060004"))
inside("extensions", "Condition", {"code": coded("94503003")}, "extension",
       lambda i, id_: {"url": "urn:" + id_, "valueString": "x"})
inside("modifier extensions", "Condition", {"code": coded("94503003")}, "modifierExtension",
       lambda i, id_: {"url": "urn:" + id_, "valueString": "x"})
inside("categories", "Condition", {"code": coded("94503003")}, "category",
       lambda i, id_: coded(id_, "urn:x"))
inside("identifiers", "MedicationRequest", {"status": "active", "intent": "order"}, "identifier",
       lambda i, id_: {"system": "urn:x", "value": id_})
inside("dosages", "MedicationRequest", {
    "status": "active", "intent": "order",
    "medicationCodeableConcept": coded("H02AB02", ATC, "dexamethason")}, "dosageInstruction",
       lambda i, id_: {"text": "4 mg", "sequence": i, "timing": {"repeat": {
           "boundsDuration": {"value": 3, "unit": "d"}, "frequency": 2, "period": 1,
           "periodUnit": "d"}}, "doseAndRate": [{"doseQuantity": {"value": 4, "unit": "mg"}}]})
inside("reasons", "ServiceRequest", {"status": "active", "code": coded("241646009")}, "reasonCode",
       lambda i, id_: coded("94503003", text="reden " + id_))
inside("referenced reasons", "ServiceRequest", {"status": "active", "code": coded("241646009")},
       "reasonReference", lambda i, id_: {"reference": "Condition/" + id_})
inside("performers", "ServiceRequest", {"status": "active", "code": coded("241646009")},
       "performer", lambda i, id_: {"reference": "Practitioner/" + id_})
inside("notes", "ServiceRequest", {"status": "active", "code": coded("241646009")}, "note",
       lambda i, id_: {"text": "1 x 8 Gy " + id_})
inside("details of orders", "ServiceRequest", {"status": "active", "code": coded("108290001")},
       "orderDetail", lambda i, id_: coded(id_, "urn:x", "8 Gy"))
inside("series", "ImagingStudy", {"status": "available"}, "series",
       lambda i, id_: {"modality": {"code": "MR"}, "bodySite": {"code": "421060004", "display": "x"}})
inside("participants", "CareTeam", {"status": "active"}, "participant",
       lambda i, id_: {"role": [coded("x")], "member": {"reference": "Practitioner/" + id_}})
inside("inputs of a task", "Task", {"status": "requested"}, "input",
       lambda i, id_: {"type": coded("x"), "valueString": "x"})
inside("orders of a task", "Task", {"status": "accepted"}, "basedOn",
       lambda i, id_: {"reference": "ServiceRequest/" + id_})
inside("answered items", "QuestionnaireResponse", {
    "status": "completed",
    "questionnaire": "https://wervelwijzer.nl/fhir/Questionnaire/spinal-intake"}, "item",
       lambda i, id_: {"linkId": "kps" if i % 2 else id_, "answer": [{"valueInteger": 70}]})
inside("reactions", "AllergyIntolerance", {"patient": SUBJECT, "code": coded("372584003")},
       "reaction", lambda i, id_: {"manifestation": [coded(id_)]})


@element("answers of an item")
def add_answers(request, count, id_of):
    entries(request, "inside").append({"resource": {
        "resourceType": "QuestionnaireResponse", "id": "answers", "status": "completed",
        "subject": SUBJECT,
        "questionnaire": "https://wervelwijzer.nl/fhir/Questionnaire/spinal-intake",
        "item": [{"linkId": "kps", "answer": [{"valueInteger": i % 100} for i in range(count)]}]}})


@element("contained, referred to")
def add_contained(request, count, id_of):
    entries(request, "medications").extend([{"resource": {
        "resourceType": "MedicationRequest", "id": "holder", "subject": SUBJECT, "status": "active",
        "intent": "order", "medicationReference": {"reference": "#" + id_of(count - 1)},
        "reasonReference": [{"reference": "#" + id_of(i)} for i in range(count)],
        "contained": [{"resourceType": "Condition", "id": id_of(i), "code": coded("94503003")}
                      for i in range(count)]}}] if count else [])


@element("contained, observations")
def add_contained_sites(request, count, id_of):
    entries(request, "inside").append({"resource": {
        "resourceType": "Observation", "id": "holder", "subject": SUBJECT, "status": "final",
        "code": coded("94503003"), "hasMember": [{"reference": f"#{id_of(i)}"} for i in range(count)],
        "evidence": [{"detail": [{"reference": f"#{id_of(i)}"}]} for i in range(count)],
        "contained": [{"resourceType": "Observation", "id": id_of(i), "code": coded("x")}
                      for i in range(count)]}})


@element("deletions of a history")
def add_deletions(request, count, id_of):
    into = entries(request, "history")
    for i in range(count):
        into.append({"fullUrl": "https://x/Condition/" + id_of(i), "request": {
            "method": "DELETE", "url": "Condition/" + id_of(i)}})
        into.append({"fullUrl": "https://x/Condition/z" + id_of(i), "request": {
            "method": "PUT", "url": "Condition/z" + id_of(i)}, "resource": {
                "resourceType": "Condition", "id": "z" + id_of(i), "subject": SUBJECT}})


@element("selections")
def add_selections(request, count, id_of):
    request["context"]["selections"].extend("ServiceRequest/s" + id_of(i) for i in range(count))
    request["context"]["draftOrders"]["entry"].extend(
        {"resource": {"resourceType": "ServiceRequest", "id": "e" + id_of(i), "subject": SUBJECT}}
        for i in range(count))


@element("selections that are none")
def add_odd_selections(request, count, id_of):
    request["context"]["selections"].extend(i for i in range(count))


@element("prefetch keys")
def add_keys(request, count, id_of):
    for i in range(count):
        request["prefetch"][f"key{i}"] = {"resourceType": "Bundle", "entry": [{"resource": {
            "resourceType": "Condition", "id": id_of(i), "subject": SUBJECT}}]}


@element("bundles in bundles")
def add_bundles(request, count, id_of):
    entries(request, "inside").extend({"resource": {"resourceType": "Bundle", "entry": [{
        "resource": {"resourceType": "Condition", "id": id_of(i), "subject": SUBJECT}}]}}
        for i in range(count))


@element("members of an object")
def add_members(request, count, id_of):
    entries(request, "inside").append({"resource": {
        "resourceType": "Condition", "id": "members", "subject": SUBJECT,
        "code": coded("94503003"), **{f"member{i}": i for i in range(count)}}})


@element("members of the request")
def add_request_members(request, count, id_of):
    request.update({f"member{i}": i for i in range(count)})


@element("names of a patient")
def add_names(request, count, id_of):
    request["prefetch"]["patient"]["name"] = [{"family": "F" + id_of(i)} for i in range(count)]
    request["prefetch"]["patient"]["generalPractitioner"] = [
        {"reference": "Organization/" + id_of(i)} for i in range(count)]
    request["prefetch"]["patient"]["link"] = [
        {"other": {"reference": "Patient/" + id_of(i)}, "type": "seealso"} for i in range(count)]


@element("numbers")
def add_numbers(request, count, id_of):
    request["extension"] = {"numbers": [1e-300 * i for i in range(count)]}


@element("words of a conclusion")
def add_words(request, count, id_of):
    entries(request, "inside").append({"resource": {
        "resourceType": "DiagnosticReport", "id": "words", "subject": SUBJECT, "status": "final",
        "code": coded("x"), "conclusion": "geen myelumcompressie " * count}})


@element("words of a diagnosis")
def add_diagnosis(request, count, id_of):
    entries(request, "inside").append({"resource": {
        "resourceType": "Condition", "id": "words", "subject": SUBJECT,
        "code": {"text": "geen dwarslaesie maar " * count}}})


@element("words of a medicine")
def add_medicine_words(request, count, id_of):
    entries(request, "inside").append({"resource": {
        "resourceType": "MedicationStatement", "id": "words", "subject": SUBJECT,
        "status": "active", "medicationCodeableConcept": {"text": "dexa 1,5 mg x " * count}}})


@element("words of an order")
def add_order_words(request, count, id_of):
    request["context"]["draftOrders"]["entry"].append({"resource": {
        "resourceType": "ServiceRequest", "id": "words", "subject": SUBJECT, "status": "draft",
        "code": coded("108290001", text="8 Gy 1 x 8 Gy in " * count),
        "note": [{"text": "10 x 3 Gy " * count}]}})
    request["context"]["selections"].append("ServiceRequest/words")


@element("words of a dosage")
def add_dosage_words(request, count, id_of):
    request["context"]["draftOrders"]["entry"].append({"resource": {
        "resourceType": "MedicationRequest", "id": "words", "subject": SUBJECT, "status": "draft",
        "medicationCodeableConcept": coded("H02AB02", ATC, "dexamethason"),
        "dosageInstruction": [{"text": "2 x daags 4 mg " * count, "patientInstruction": "x"}]}})
    request["context"]["selections"].append("MedicationRequest/words")


@element("exponents in a text")
def add_exponents(request, count, id_of):
    request["extension"] = {"text": "1e1234" * count}


@element("marks of HTML in a text")
def add_marks(request, count, id_of):
    request["context"]["draftOrders"]["entry"].append({"resource": {
        "resourceType": "ServiceRequest", "id": "marks", "subject": SUBJECT, "status": "draft",
        "code": coded("169070004", text="*_<a>[x](y)`\\u0000" * count)}})
    request["context"]["selections"].append("ServiceRequest/marks")


def request(parts, patient="suspected"):
    """The request with each (element, count, ids); the same for the same parts."""
    made = copy.deepcopy(BASE)
    entries(made, "observations").extend(
        {"resource": {"resourceType": "Observation", "id": f"b{i}", "subject": SUBJECT,
                      "status": "final", "code": coded(name, INPUTS), **value}}
        for i, (name, value) in enumerate(PATIENTS[patient]))
    for one, count, ids in parts:
        one.add(made, count, lambda i, ids=ids: name_of(i, ids))
    return made


# What is known of the patient: other cards and checks of orders look at what repeats.
PATIENTS = {
    "suspected": [("clinician-states-suspicion", {"valueBoolean": True}),
                  ("back-or-neck-pain", {"valueBoolean": True})],
    "established": [("spinal-metastases-established", {"valueBoolean": True}),
                    ("clinical-cord-cauda-compression", {"valueBoolean": True}),
                    ("neurological-deficit", {"valueBoolean": True}),
                    ("primary-tumour-known", {"valueCode": "unknown"}),
                    ("ulcer-history", {"valueBoolean": True})],
}

BASE = {
    "hook": "order-select", "hookInstance": "6c3f1a52-5d43-4b53-9d0e-0a8a1c7d4f11",
    "context": {"userId": "Practitioner/u1", "patientId": "p1", "encounterId": "e1",
                "selections": ["ServiceRequest/first"],
                "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": {
                    "resourceType": "ServiceRequest", "id": "first", "status": "draft",
                    "intent": "order", "code": coded("169070004", text="X-LWK"),
                    "subject": SUBJECT}}]}},
    "prefetch": {
        "patient": {"resourceType": "Patient", "id": "p1", "birthDate": "1961-02-03",
                    "gender": "female"},
        "conditions": {"resourceType": "Bundle", "type": "searchset", "entry": [
            {"resource": {"resourceType": "Condition", "id": "c1", "subject": SUBJECT,
                          "clinicalStatus": coded("active"), "code": coded("254837009"),
                          "recordedDate": "2021-05-01"}}]},
    },
}
