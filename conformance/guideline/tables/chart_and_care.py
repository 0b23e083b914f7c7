"""Sections 5 to 7 of the tables: the chart of 2026, organisation, symptom care."""

from .base import collecting, result, table

# ---- 5: the chart of 2026 --------------------------------------------------------------------------

RED_FLAGS = [
    (1, "rf1-new-deficit",
     lambda v: v("new-neurological-deficit") or v("bladder-bowel-dysfunction")),
    (2, "rf2-compression",
     lambda v: v("bilsky-grade") in ("2", "3") or v("radiological-mescc")
     or v("absolute-canal-stenosis")),
    (3, "rf3-sins", lambda v: v("sins-total") > 12),
]


@table("red-flags-2026", "spinal-metastases-established new-neurological-deficit "
       "bladder-bowel-dysfunction bilsky-grade radiological-mescc absolute-canal-stenosis "
       "sins-total", constants={"sins-total": [12]}, lists={"flags": RED_FLAGS})
def red_flags_2026(v):
    if not v("spinal-metastases-established"):
        return result("not-applicable")
    if any(holds(v) for _, _, holds in RED_FLAGS):
        return result("consult-executing-centre")
    return result("no-red-flag")


TWO_WEEKS = 0.46  # in months


@table("referral-flow-2026", "very-short-life-expectancy treatment-wish symptomatic "
       "life-expectancy-months radiological-mescc neurological-deficit pain-on-loading "
       "pain-present sre-risk", constants={"life-expectancy-months": [TWO_WEEKS]},
       applicable=lambda v: v("spinal-metastases-established"))
def referral_flow_2026(v):
    if v("very-short-life-expectancy") or not v("treatment-wish"):
        if v("treatment-wish") and v("symptomatic") and v("life-expectancy-months") > TWO_WEEKS:
            return result("radiotherapist", 1, urgency="routine")
        return result("no-local-monitoring", 2, urgency=None)
    if v("radiological-mescc"):
        if v("neurological-deficit"):
            return result("executing-centre-direct", 3, urgency="immediate")
        return result("executing-centre-asap", 4, urgency="as-soon-as-possible")
    if v("pain-on-loading"):
        return result("spine-surgeon", 5, urgency="routine")
    if v("pain-present"):
        return result("radiotherapist-or-other", 6, urgency="routine")
    if v("sre-risk"):
        return result("radiotherapist-asymptomatic", 7, urgency="routine")
    return result("no-local-monitoring", 8, urgency=None)


# ---- 6: organisation -------------------------------------------------------------------------------


@table("spinal-mdo", "symptomatic progressive-neurological-deficit pain-progressive-severe "
       "severe-instability radiological-mescc neurological-deficit surgery-considered")
def spinal_mdo(v):
    if (v("progressive-neurological-deficit") or v("pain-progressive-severe")
            or v("severe-instability")):
        return result("ad-hoc", 1)
    if v("radiological-mescc"):
        return result("ad-hoc", 2)
    return result("weekly", 3) if v("symptomatic") else result("not-required-by-2015", 4)


@table("surgery-volume-norm", "spine-operations-per-year",
       constants={"spine-operations-per-year": [10]})
def surgery_volume_norm(v):
    return (result("norm-met", 1) if v("spine-operations-per-year") >= 10
            else result("norm-not-met", 2))


collecting("care-coordination", "spinal-metastases-established situation-changed", [
    (1, "name-coordinator", lambda v: v("spinal-metastases-established")),
    (2, "inform-gp", lambda v: v("spinal-metastases-established") and v("situation-changed")),
    (3, "inform-patient", lambda v: v("spinal-metastases-established")),
])

collecting("patient-leaflet", "primary-tumour-type bone-metastases-known "
           "high-risk-spinal-metastases spinal-metastases-established", [
    ("1/2", "leaflet-b",
     lambda v: (v("bone-metastases-known") and v("primary-tumour-type") in
                ("myeloma", "breast", "lung-nsclc", "lung-sclc", "prostate"))
     or v("high-risk-spinal-metastases")),
    (3, "leaflet-c", lambda v: v("spinal-metastases-established")),
])


@table("rehabilitation", "neurological-deficit rehabilitation-indication life-expectancy-months "
       "travel-burden-acceptable", constants={"life-expectancy-months": [6, 12]})
def rehabilitation(v):
    if v("neurological-deficit"):
        if v("rehabilitation-indication"):
            if v("life-expectancy-months") > 12:
                return result("regular-paraplegia-programme", 1)
            if v("life-expectancy-months") >= 6:
                return result("involve-rehabilitation", 2)
            if v("travel-burden-acceptable"):
                return result("consider-short-outpatient", 3)
        return result("no-rehabilitation-referral", 4)
    if v("rehabilitation-indication"):
        return result("oncological-rehabilitation-criteria", 5)
    return result("none", 6)


# ---- 7: symptom care -------------------------------------------------------------------------------


def relevant_decrease(v):
    baseline, decrease = v("pain-nrs-baseline"), v("pain-nrs-baseline") - v("pain-nrs")
    return decrease >= 2 or (baseline > 0 and decrease / baseline >= 0.30 - 1e-9)


PAIN_ROWS = [
    (1, "pain-treatment-indicated", lambda v: v("pain-nrs") >= 5),
    (2, "target-reached", lambda v: v("pain-nrs") < 5),
    (3, "relevant-decrease", lambda v: v.recorded("pain-nrs-baseline") and relevant_decrease(v)),
    (4, "no-relevant-decrease",
     lambda v: v.recorded("pain-nrs-baseline") and not relevant_decrease(v)),
]
collecting("pain-score", "pain-nrs pain-nrs-baseline", PAIN_ROWS,
           constants={"pain-nrs": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]})


@table("pain-team", "pain-present")
def pain_team(v):
    return result("involve-pain-team", 1) if v("pain-present") else result("not-useful-now", 2)


@table("distress-screening",
       "spinal-metastases-established patient-phase lastmeter-done days-since-lastmeter",
       constants={"days-since-lastmeter": [60, 89, 90]})
def distress_screening(v):
    if not v("spinal-metastases-established"):
        return result("not-applicable", 1)
    if v("patient-phase") == "dying":
        return result("do-not-screen", 2)
    if not v("lastmeter-done"):
        return result("due", 3)
    if v("days-since-lastmeter") >= 90:
        return result("due", 4)
    if v("days-since-lastmeter") >= 60:
        return result("may-be-repeated", 5)
    return result("not-due", 6)


@table("immobilisation", "proven-instability pain-relief-by-orthosis")
def immobilisation(v):
    if not v("proven-instability"):
        return result("mobilise-on-pain", 1)
    if v("pain-relief-by-orthosis"):
        return result("limit-mobilisation-with-orthosis", 2)
    return result("limit-mobilisation-without-orthosis", 3)


def phase(name, *conditions):
    return lambda v: v("paraplegia-phase") == name and all(holds(v) for holds in conditions)


BLADDER = lambda v: v("micturition-disorder")  # noqa: E731
BOWEL = lambda v: v("defecation-disorder")  # noqa: E731
collecting("paraplegia-care", "paraplegia-completeness paraplegia-phase micturition-disorder "
           "defecation-disorder life-expectancy-months spasm-troublesome", [
    (1, "pain-control", phase("acute")),
    (1, "thromboprophylaxis", phase("acute")),
    (2, "bladder-catheter", phase("acute", BLADDER)),
    (3, "laxative-scheme", phase("acute", BOWEL)),
    (4, "suprapubic-catheter",
     phase("irreversible", BLADDER, lambda v: v("life-expectancy-months") > 2)),
    (5, "indwelling-catheter",
     phase("irreversible", BLADDER, lambda v: v("life-expectancy-months") <= 2)),
    (6, "bowel-scheme", phase("irreversible", BOWEL)),
    (7, "spasm-scheme", phase("irreversible", lambda v: v("spasm-troublesome"))),
    (8, "functional-training", phase("irreversible")),
    (8, "pressure-ulcer-prevention", phase("irreversible")),
], constants={"life-expectancy-months": [2]},
    applicable=lambda v: v("paraplegia-completeness") != "none")


@table("surprise-question", "surprise-question-answer")
def surprise_question(v):
    if v("surprise-question-answer") == "would-not-be-surprised":
        return result("start-advance-care-conversation", 1)
    return result("repeat-at-next-complication", 2)
