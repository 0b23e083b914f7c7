"""Random, fictitious regions as plain dictionaries, and the same as a FHIR Bundle."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

OWN = "https://wervelwijzer.nl/fhir/"
URA = "http://fhir.nl/fhir/NamingSystem/ura"
AGB = "http://fhir.nl/fhir/NamingSystem/agb-z"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]  # as datetime.weekday() counts
CODES = ["spinal-expert-centre", "spine-surgery", "radiotherapy", "urgent-consult", "spinal-mdo"]

# Moments at which routing has gone wrong elsewhere: the end of the week, the night, both changes of
# the clock, public holidays.
MOMENTS = ["2026-11-20 16:05", "2026-11-21 03:10", "2026-10-25 01:30", "2026-10-25 02:30",
           "2026-10-25 03:30", "2027-03-28 01:59", "2027-03-28 03:00", "2026-12-25 10:00",
           "2026-12-24 16:59", "2026-12-24 17:00", "2027-01-01 00:00", "2026-11-23 12:30",
           "2026-11-23 12:29", "2026-11-23 12:31", "2026-11-23 16:30"]


def local(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=AMSTERDAM)


def random_hours(dice):
    kind = dice.choice(["office", "office", "always", "nights", "unknown", "odd"])
    if kind == "office":
        return [{"days": DAYS[:5], "from": "08:00", "to": "17:00"}]
    if kind == "always":
        return [{"days": DAYS, "from": "00:00", "to": "24:00"}]
    if kind == "nights":
        return [{"days": DAYS[:5], "from": "17:00", "to": "08:00"},
                {"days": DAYS[5:], "from": "00:00", "to": "24:00"}]
    if kind == "odd":
        return [{"days": sorted(dice.sample(DAYS, dice.randint(1, 3))),
                 "from": f"{dice.randint(0, 12):02}:30", "to": f"{dice.randint(13, 23):02}:15"}]
    return []


def random_meetings(dice):
    rules = [{"days": sorted(dice.sample(DAYS[:5], dice.randint(1, 2))),
              "times": sorted(dice.sample(["08:00", "12:30", "16:30"], dice.randint(1, 2))),
              "weeks": dice.choice([1, 1, 1, 2, 3]), "start": "2026-01-07",
              "minutes": dice.choice([30, 60])} for _ in range(dice.choice([0, 1, 1, 2]))]
    slots = []
    for _ in range(dice.choice([0, 0, 3])):
        start = local("2026-10-01 09:00") + timedelta(hours=dice.randint(0, 24 * 200))
        slots.append({"start": start, "minutes": 60, "free": dice.random() < 0.7})
    return {"rules": rules, "slots": slots,
            "closes": dice.choice([None, (4, "h"), (1, "d"), (2, "d"), (90, "min"), (1, "wk")])}


def random_service(dice, number, providers, wanted):
    codes = set(dice.sample(CODES, dice.choice([1, 1, 2])))
    if dice.random() < 0.7:
        codes.add(wanted)
    service = {"id": f"s{number}", "provider": dice.choice(providers), "codes": sorted(codes),
               "active": dice.random() < 0.93, "phone": dice.random() < 0.93,
               "hours": random_hours(dice), "closed": [],
               "operations": dice.choice([None, 3, 9, 10, 11, 40])}
    if dice.random() < 0.6:
        service["closed"] = [(day, day) for day in ("2026-12-25", "2026-12-26", "2027-01-01")]
    if dice.random() < 0.1:
        service["closed"].append(("2026-11-18", "2026-11-30"))
    service["meetings"] = random_meetings(dice) if "spinal-mdo" in codes else None
    return service


def random_period(dice):
    return dice.choice([None] * 6 + [("2026-01-01", "2026-12-24"), ("2027-01-01", None)])


def random_situation(seed):
    dice = random.Random(seed)
    hospitals = [f"h{n}" for n in range(dice.randint(2, 5))]
    networks = [f"n{n}" for n in range(dice.randint(1, 2))]
    sites = ["site0"] if dice.random() < 0.3 else []
    wanted = dice.choice(CODES)
    services = [random_service(dice, n, hospitals + sites, wanted)
                for n in range(dice.randint(3, 9))]
    members = [{"network": network, "hospital": hospital, "active": dice.random() < 0.95,
                "rank": dice.choice([None, 1, 2]), "period": random_period(dice)}
               for network in networks for hospital in hospitals if dice.random() < 0.8]
    agreements = []
    for served in networks + hospitals:
        ranks = list(range(1, 10))
        dice.shuffle(ranks)
        for centre in hospitals:
            if dice.random() < (0.75 if served in networks else 0.12):
                mine = [s["id"] for s in services if s["provider"] in (centre, *sites)]
                agreements.append({
                    "serves": served, "centre": centre, "active": dice.random() < 0.95,
                    "rank": ranks.pop(), "period": random_period(dice),
                    "services": None if dice.random() < 0.4 or not mine
                    else dice.sample(mine, dice.randint(1, len(mine)))})
    at = local(dice.choice(MOMENTS))
    if dice.random() < 0.4:
        at = local("2026-10-20 00:00") + timedelta(minutes=dice.randint(0, 200 * 1440))
    deadline = dice.choice([None, 12, 24, 25, 72, 168, 336])
    return {"hospitals": hospitals, "networks": networks, "sites": sites,
            "site_of": dice.choice(hospitals), "services": services, "members": members,
            "agreements": agreements, "from": dice.choice(hospitals + sites), "at": at,
            "inactive": [h for h in hospitals if dice.random() < 0.05],
            "hours": deadline, "service": wanted}


def reference(kind, name):
    return {"reference": f"{kind}/{name}"}


def number_of(situation, name):
    """URA of a hospital; AGB of a site, which has no URA."""
    if name in situation["sites"]:
        return "06999999"
    return f"9{situation['hospitals'].index(name):07}"


def period_of(period):
    if period is None:
        return {}
    return {"period": {k: v for k, v in zip(("start", "end"), period) if v}}


def hours_of(lines):
    written = []
    for line in lines:
        if line["to"] == "24:00":
            written.append({"daysOfWeek": line["days"], "allDay": True})
        else:
            written.append({"daysOfWeek": line["days"], "availableStartTime": line["from"] + ":00",
                            "availableEndTime": line["to"] + ":00"})
    return {"availableTime": written} if written else {}


def service_resource(service):
    resource = {"resourceType": "HealthcareService", "id": service["id"],
                "active": service["active"], "name": "Fictieve dienst " + service["id"],
                "providedBy": reference("Organization", service["provider"]),
                "type": [{"coding": [{"system": OWN + "CodeSystem/region-service", "code": code}]}
                         for code in service["codes"]], **hours_of(service["hours"])}
    if service["phone"]:
        resource["telecom"] = [{"system": "phone", "value": "+31880000000"}]
    if service["closed"]:
        resource["notAvailable"] = [{"description": "dicht", "during": {"start": a, "end": b}}
                                    for a, b in service["closed"]]
    if service["operations"] is not None:
        resource["extension"] = [{"url": OWN + "StructureDefinition/operations-per-year",
                                  "extension": [{"url": "count",
                                                 "valueInteger": service["operations"]},
                                                {"url": "year", "valueInteger": 2025}]}]
    return resource


def meeting_resources(service):
    meetings = service["meetings"]
    if meetings is None:
        return []
    extensions = []
    for rule in meetings["rules"]:
        extensions.append({"url": OWN + "StructureDefinition/meeting-rule", "valueTiming": {
            "repeat": {"boundsPeriod": {"start": rule["start"]}, "dayOfWeek": rule["days"],
                       "timeOfDay": [time + ":00" for time in rule["times"]],
                       "frequency": 1, "period": rule["weeks"], "periodUnit": "wk",
                       "duration": rule["minutes"], "durationUnit": "min"}}})
    if meetings["closes"]:
        value, unit = meetings["closes"]
        extensions.append({"url": OWN + "StructureDefinition/registration-closes-before",
                           "valueDuration": {"value": value, "unit": unit, "code": unit,
                                             "system": "http://unitsofmeasure.org"}})
    name = "plan-" + service["id"]
    resources = [{"resourceType": "Schedule", "id": name, "extension": extensions,
                  "actor": [reference("HealthcareService", service["id"])]}]
    for at, slot in enumerate(meetings["slots"]):
        end = (slot["start"].astimezone(ZoneInfo("UTC")) + timedelta(minutes=slot["minutes"]))
        resources.append({"resourceType": "Slot", "id": f"{name}-{at}",
                          "schedule": reference("Schedule", name),
                          "status": "free" if slot["free"] else "busy",
                          "start": slot["start"].isoformat(), "end": end.isoformat()})
    return resources


def affiliation(name, code, organization, participant, item):
    resource = {"resourceType": "OrganizationAffiliation", "id": name, "active": item["active"],
                "organization": reference("Organization", organization),
                "participatingOrganization": reference("Organization", participant),
                "code": [{"coding": [{"system": "http://hl7.org/fhir/organization-role",
                                      "code": code}]}], **period_of(item["period"])}
    if item["rank"]:
        resource["extension"] = [{"url": OWN + "StructureDefinition/affiliation-rank",
                                  "valuePositiveInt": item["rank"]}]
    if item.get("services"):
        resource["healthcareService"] = [reference("HealthcareService", s)
                                         for s in item["services"]]
    return resource


def bundle_of(situation):
    resources = []
    for name in situation["hospitals"]:
        resources.append({"resourceType": "Organization", "id": name,
                          "active": name not in situation["inactive"],
                          "identifier": [{"system": URA, "value": number_of(situation, name)}]})
    for name in situation["sites"]:
        resources.append({"resourceType": "Organization", "id": name,
                          "identifier": [{"system": AGB, "value": number_of(situation, name)}],
                          "partOf": reference("Organization", situation["site_of"])})
    for name in situation["networks"]:
        resources.append({"resourceType": "Organization", "id": name, "type": [{"coding": [
            {"system": OWN + "CodeSystem/region", "code": "network"}]}]})
    for service in situation["services"]:
        resources.append(service_resource(service))
        resources += meeting_resources(service)
    for at, item in enumerate(situation["members"]):
        resources.append(affiliation(f"m{at}", "member", item["network"], item["hospital"], item))
    for at, item in enumerate(situation["agreements"]):
        resources.append(affiliation(f"a{at}", "provider", item["serves"], item["centre"], item))
    return {"resourceType": "Bundle", "type": "collection",
            "entry": [{"resource": resource} for resource in resources]}
