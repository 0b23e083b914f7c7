"""A record in FHIR R4 written in other versions, and in XML. Only what the records of this folder
use; what it does not know in a version it leaves as it is, which is then a difference to be seen."""

import copy
from xml.sax.saxutils import quoteattr

VERSIONS = ("DSTU2", "STU3", "R4", "R5")


def resources(request):
    """The prefetched resources of a CDS Hooks request, or those of a Bundle."""
    if request.get("resourceType") == "Bundle":
        return [entry["resource"] for entry in request.get("entry", []) if "resource" in entry]
    found = []
    for value in request.get("prefetch", {}).values():
        if not isinstance(value, dict) or value.get("resourceType") == "OperationOutcome":
            continue
        found += resources(value) if value.get("resourceType") == "Bundle" else [value]
    return found


# What a type was or is called elsewhere, in references too.
OTHER_NAMES = {"DSTU2": {"ServiceRequest": "DiagnosticOrder", "MedicationRequest": "MedicationOrder"},
               "STU3": {"ServiceRequest": "ProcedureRequest"},
               "R4": {}, "R5": {"DeviceUseStatement": "DeviceUsage"}}


def renamed_references(value, names):
    if isinstance(value, list):
        return [renamed_references(each, names) for each in value]
    if not isinstance(value, dict):
        return value
    value = {key: renamed_references(each, names) for key, each in value.items()}
    kind, slash, rest = str(value.get("reference", "")).partition("/")
    if slash and kind in names:
        value["reference"] = names[kind] + slash + rest
    return value


def bundle(entries):
    return {"resourceType": "Bundle", "type": "collection",
            "entry": [{"resource": entry} for entry in entries]}


def rename(resource, **names):
    for old, new in names.items():
        if old in resource:
            resource[new] = resource.pop(old)


def code_of(concept):
    return concept["coding"][0]["code"]


def older_medication(resource, version):
    rename(resource, reasonCode="reasonForUseCodeableConcept" if version == "DSTU2" else "reasonCode")
    if resource["resourceType"] == "MedicationRequest" and version == "DSTU2":
        resource["resourceType"] = "MedicationOrder"
        resource.pop("intent", None)
        rename(resource, subject="patient", authoredOn="dateWritten", requester="prescriber")
    elif resource["resourceType"] == "MedicationRequest":
        if "requester" in resource:
            resource["requester"] = {"agent": resource["requester"]}
    else:
        rename(resource, context="encounter")
        if version == "STU3":
            resource["taken"] = "y"
        else:
            rename(resource, subject="patient")


def older_request(resource, version):
    if version == "STU3":
        resource["resourceType"] = "ProcedureRequest"
        if "requester" in resource:
            resource["requester"] = {"agent": resource["requester"]}
        return
    resource["resourceType"] = "DiagnosticOrder"
    resource["item"] = [{"code": resource.pop("code")}]
    when = resource.pop("authoredOn", None)
    if when:
        resource["event"] = [{"status": "requested", "dateTime": when}]
    rename(resource, requester="orderer")
    resource.pop("intent", None)
    resource["status"] = {"active": "requested"}.get(resource["status"], resource["status"])


def older_observation(resource, version):
    if "valueInteger" in resource:
        resource["valueQuantity"] = {"value": resource.pop("valueInteger")}
    if version == "DSTU2" and "valueBoolean" in resource:
        answer = "true" if resource.pop("valueBoolean") else "false"
        resource["valueCodeableConcept"] = {"coding": [{"code": answer}]}


def old_items(items):
    """Items of STU3 and later as the groups or questions of a group of DSTU2, which has one kind."""
    if all("answer" in item for item in items):
        return {"question": [old_question(item) for item in items]}
    return {"group": [{"linkId": item["linkId"], **old_items(item["item"])} if "item" in item
                      else {"question": [old_question(item)]} for item in items]}


def old_question(item):
    question = {"linkId": item["linkId"], "answer": copy.deepcopy(item["answer"])}
    for answer in question["answer"]:
        if "item" in answer:
            answer["group"] = [old_items(answer.pop("item"))]
    if "item" in item:
        question["group"] = [old_items(item["item"])]
    return question


def older_answers(resource, version):
    resource["questionnaire"] = {"reference": resource["questionnaire"]}
    if version == "DSTU2":
        resource["group"] = old_items(resource.pop("item"))


def older(resource, version):
    kind = resource["resourceType"]
    if kind == "Condition":
        for element in ("clinicalStatus", "verificationStatus"):
            if element in resource:
                resource[element] = code_of(resource[element])
        rename(resource, recordedDate="dateRecorded" if version == "DSTU2" else "assertedDate")
        if version == "DSTU2":
            rename(resource, subject="patient")
    elif kind == "Observation":
        older_observation(resource, version)
    elif kind in ("MedicationRequest", "MedicationStatement"):
        older_medication(resource, version)
    elif kind == "ServiceRequest":
        older_request(resource, version)
    elif kind == "QuestionnaireResponse":
        older_answers(resource, version)
    elif kind == "Procedure" and version == "DSTU2":
        rename(resource, reasonCode="reasonCodeableConcept")
    elif kind == "ImagingStudy":
        resource.pop("status", None)
        if version == "DSTU2":
            rename(resource, subject="patient")
    elif kind == "Flag" and version == "DSTU2":
        rename(resource, subject="patient")


def newer(resource):
    kind = resource["resourceType"]
    if "medicationCodeableConcept" in resource:
        resource["medication"] = {"concept": resource.pop("medicationCodeableConcept")}
    if "medicationReference" in resource:
        resource["medication"] = {"reference": resource.pop("medicationReference")}
    if "reasonCode" in resource:
        resource["reason"] = [{"concept": reason} for reason in resource.pop("reasonCode")]
    if kind == "ServiceRequest":
        resource["code"] = {"concept": resource["code"]}
    if kind == "Procedure":
        rename(resource, performedDateTime="occurrenceDateTime", performedPeriod="occurrencePeriod")
    if kind == "ImagingStudy" and "procedureCode" in resource:
        resource["procedure"] = [{"concept": code} for code in resource.pop("procedureCode")]
    if kind == "DeviceUseStatement":
        resource["resourceType"] = "DeviceUsage"
        rename(resource, subject="patient")
        resource["device"] = {"reference": resource["device"]}
    if kind == "Encounter":
        rename(resource, period="actualPeriod")
        resource["class"] = [{"coding": [resource["class"]]}]
    if kind == "MedicationStatement" and resource["status"] in ("active", "completed"):
        resource["status"] = "recorded"


def is_r4(resource):
    """False for what is written in another version already, or is damaged on purpose."""
    kind = resource["resourceType"]
    if kind == "Condition":
        return all(isinstance(resource.get(name, {}), dict) and "assertedDate" not in resource
                   and resource.get(name, {"coding": [{"code": ""}]}).get("coding")
                   for name in ("clinicalStatus", "verificationStatus"))
    if kind == "QuestionnaireResponse":
        return isinstance(resource.get("questionnaire"), str)
    if kind == "ServiceRequest":
        return "concept" not in resource.get("code", {"concept": None})
    if kind in ("MedicationRequest", "MedicationStatement"):
        return "medicationCodeableConcept" in resource or "medicationReference" in resource
    return kind not in ("ProcedureRequest", "ReferralRequest", "MedicationOrder",
                        "DiagnosticOrder", "DeviceUsage")


def to_version(resource, version):
    resource = renamed_references(copy.deepcopy(resource), OTHER_NAMES[version])
    if version in ("DSTU2", "STU3"):
        older(resource, version)
    elif version == "R5":
        newer(resource)
    return resource


# XML: http://hl7.org/fhir/xml.html

def attribute(value):
    if isinstance(value, bool):
        return '"true"' if value else '"false"'
    return quoteattr(str(value))


def element(name, value):
    if isinstance(value, list):
        return "".join(element(name, each) for each in value)
    if not isinstance(value, dict):
        return f"<{name} value={attribute(value)}/>"
    if "resourceType" in value:
        return f"<{name}>{resource_xml(value)}</{name}>"
    own = ""
    if name in ("extension", "modifierExtension"):
        own += f" url={attribute(value['url'])}"
    if "id" in value:
        own += f" id={attribute(value['id'])}"
    inner = "".join(element(key, each) for key, each in value.items()
                    if key != "id" and not (own.startswith(" url") and key == "url"))
    return f"<{name}{own}>{inner}</{name}>"


def resource_xml(resource, namespace=""):
    kind = resource["resourceType"]
    inner = "".join(element(key, value) for key, value in resource.items()
                    if key != "resourceType" and not key.startswith("_"))
    return f"<{kind}{namespace}>{inner}</{kind}>"


def to_xml(resource):
    return ('<?xml version="1.0" encoding="UTF-8"?>\n'
            + resource_xml(resource, ' xmlns="http://hl7.org/fhir"') + "\n")
