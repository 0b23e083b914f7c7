"""Section 10 of the tables: brain metastases."""

from .base import result, table

# ---- 10: brain metastases --------------------------------------------------------------------------

KPS_THRESHOLD, SIZE_LOWER, SIZE_UPPER = 70, 10, 20


@table("brain-asymptomatic-mdo", "kps brain-prognosis-months brain-critical-location "
       "brain-largest-diameter-mm brain-systemic-switch-high-response brain-rt-referral",
       constants={"brain-prognosis-months": [3],
                  "brain-largest-diameter-mm": [SIZE_LOWER, SIZE_UPPER]})
def brain_asymptomatic_mdo(v):
    def discuss(row, reason):
        return result("neuro-onc-mdo", row, reason=reason, warning=None)

    if v("brain-rt-referral"):
        return discuss(1, "radiotherapy")
    if v("kps") < KPS_THRESHOLD or v("brain-prognosis-months") <= 3:
        doubt = v("kps") == 60 and v("brain-prognosis-months") > 3
        return result("restraint", 2, reason=None,
                      warning="kps-threshold-unconfirmed" if doubt else None)
    if v("brain-critical-location"):
        return discuss(3, "critical-location")
    if v("brain-largest-diameter-mm") > SIZE_UPPER:
        return discuss(4, "size")
    if v("brain-largest-diameter-mm") > SIZE_LOWER:
        return discuss(5, "size-grey-zone")
    if v("brain-systemic-switch-high-response"):
        return result("organ-mdo", 6, reason=None, warning=None)
    return discuss(7, "no-systemic-option")


@table("brain-symptomatic-mdo", "treatment-wish suspected-radionecrosis kps "
       "brain-prognosis-months brain-rapid-kps-gain brain-local-qol-gain brain-rt-referral",
       constants={"brain-prognosis-months": [3]})
def brain_symptomatic_mdo(v):
    def discuss(row, reason, warning=None):
        return result("neuro-onc-mdo", row, reason=reason, warning=warning)

    if not v("treatment-wish"):
        return result("not-on-mdo", 1, reason="no-treatment-wish", warning=None)
    if v("suspected-radionecrosis"):
        return discuss(2, "radionecrosis")
    if v("brain-rt-referral"):
        return discuss(3, "radiotherapy")
    if v("kps") >= KPS_THRESHOLD and v("brain-prognosis-months") > 3:
        return discuss(4, None)
    if v("brain-rapid-kps-gain"):
        short = v("brain-prognosis-months") <= 3
        return discuss(5, "rapid-kps-gain", "prognosis-not-above-3-months" if short else None)
    if v("brain-local-qol-gain"):
        return discuss(6, "qol")
    doubt = v("kps") == 60 and v("brain-prognosis-months") > 3
    return result("not-on-mdo", 7, reason="no-meaningful-options",
                  warning="kps-threshold-unconfirmed" if doubt else None)


BY_LAW = ("neurosurgeon", "radiation-oncologist", "neurologist", "neuroradiologist")
IN_TEAM = ("neurologist", "neurosurgeon", "medical-oncologist", "radiation-oncologist",
           "neuroradiologist", "nurse-specialist", "treating-physician-or-representative")


def absent(members, item):
    return [("", member, lambda v, m=member: not v.has(item, m)) for member in members]


# The date is written as yyyymmdd.
@table("brain-srs-legal-rule",
       "brain-rt-referral brain-rt-referral-date brain-mdo-discussed brain-mdo-participants",
       constants={"brain-rt-referral-date": [20250701]},
       lists={"missing": absent(BY_LAW, "brain-mdo-participants")})
def brain_srs_legal_rule(v):
    if not v("brain-rt-referral"):
        return result("not-applicable", 1)
    if v("brain-rt-referral-date") < 20250701:
        return result("not-applicable", 2)
    if not v("brain-mdo-discussed"):
        return result("not-allowed", 3)
    if any(not v.has("brain-mdo-participants", member) for member in BY_LAW):
        return result("not-compliant", 4)
    return result("compliant", 5)


@table("brain-mdo-participants-check", "brain-mdo-participants",
       lists={"missing": absent(IN_TEAM, "brain-mdo-participants")})
def brain_mdo_participants_check(v):
    missing = any(not v.has("brain-mdo-participants", member) for member in IN_TEAM)
    return result("incomplete" if missing else "complete")


ALWAYS = ("primary-and-markers", "previous-lines", "previous-brain-treatment", "comorbidity",
          "anticoagulation", "extracranial-status", "prognosis", "kps", "dexamethasone-dose",
          "radiology", "patient-wish")
ITEMS = "brain-mdo-information-items"
MISSING_ITEMS = absent(ALWAYS, ITEMS) + [
    ("", "systemic-options", lambda v: v("brain-extracranial-progressive")
     and not v.has(ITEMS, "systemic-options")),
    ("", "deficit-epilepsy", lambda v: v("brain-metastases-symptomatic")
     and not v.has(ITEMS, "deficit-epilepsy")),
    ("", "critical-location", lambda v: not v("brain-metastases-symptomatic")
     and not v.has(ITEMS, "critical-location")),
]


@table("brain-mdo-information",
       "brain-mdo-information-items brain-metastases-symptomatic brain-extracranial-progressive",
       lists={"missing": MISSING_ITEMS})
def brain_mdo_information(v):
    missing = any(lacks(v) for _, _, lacks in MISSING_ITEMS)
    return result("incomplete" if missing else "complete")


@table("brain-follow-up-mri", "brain-complaints months-since-brain-treatment "
       "months-since-last-brain-mri brain-metastases-symptomatic",
       constants={"months-since-brain-treatment": [24], "months-since-last-brain-mri": [3, 4, 6]})
def brain_follow_up_mri(v):
    if v("brain-complaints"):
        return result("mri-earlier", 1, interval=None,
                      neurologist=not v("brain-metastases-symptomatic"))
    row, due, interval = ((2, 4, "3-4") if v("months-since-brain-treatment") <= 24 else (3, 6, "6"))
    since = v("months-since-last-brain-mri")
    outcome = "due" if since >= due else "may" if since >= 3 else "not-due"
    return result(outcome, row, interval=interval, neurologist=None)
