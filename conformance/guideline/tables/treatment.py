"""Section 4 of the tables: treatment."""

from .base import result, table

# ---- 4: treatment ----------------------------------------------------------------------------------


@table("treatment-indication", "symptomatic deficit-expected-soon systemic-response-expected "
       "life-expectancy-months irreversible-complete-paraplegia pain-severity",
       constants={"life-expectancy-months": [3]})
def treatment_indication(v):
    if not v("symptomatic"):
        if not v("deficit-expected-soon"):
            return result("no-local-consider-systemic", 1)
        if v("systemic-response-expected"):
            return result("no-local-consider-systemic", 2)
        if v("life-expectancy-months") <= 3:
            return result("no-local-consider-systemic", 3)
        return result("treat-as-symptomatic-gt3m", 4)
    if v("irreversible-complete-paraplegia"):
        if v("pain-severity") == "severe":
            return result("radiotherapy-for-pain", 5)
        return result("no-local-palliative-dexamethasone", 6)
    if v("life-expectancy-months") < 3:
        return result("choice-lt3m", 7)
    return result("choice-gt3m", 8)


@table("treatment-choice-lt3m", "rt-response-chance")
def treatment_choice_lt3m(v):
    if v("rt-response-chance"):
        return result("radiotherapy", 1)
    return result("no-local-lowest-dexamethasone", 2)


SURGERY_INPUTS = """life-expectancy-months combined-approach-planned condition-allows-surgery
    spine-stability chemosensitive-tumour mri-whole-spine-done paraplegia-completeness
    paraplegia-duration paraplegia-improving-on-steroids contiguous-vertebrae
    extensive-epidural-elsewhere progressive-cord-deficit surgery-possible-24h"""
SURGERY_CONSTANTS = {"life-expectancy-months": [3, 6], "paraplegia-duration": [24],
                     "contiguous-vertebrae": [3]}
SURGERY_ROWS = [
    (1, "life-expectancy", lambda v: v("life-expectancy-months") < 3),
    (2, "life-expectancy-combined",
     lambda v: v("combined-approach-planned") and v("life-expectancy-months") < 6),
    (3, "condition", lambda v: not v("condition-allows-surgery")),
    (4, "chemosensitive-stable",
     lambda v: v("spine-stability") == "stable" and v("chemosensitive-tumour")),
    (5, "mri-missing", lambda v: not v("mri-whole-spine-done")),
    (6, "paraplegia-too-long",
     lambda v: v("paraplegia-completeness") == "complete" and v("paraplegia-duration") >= 24
     and not v("paraplegia-improving-on-steroids")),
    (7, "too-many-vertebrae", lambda v: v("contiguous-vertebrae") > 3),
    (8, "epidural-elsewhere", lambda v: v("extensive-epidural-elsewhere")),
    (9, "not-within-24h",
     lambda v: v("progressive-cord-deficit") and not v("surgery-possible-24h")),
]


@table("surgery-preconditions", SURGERY_INPUTS, constants=SURGERY_CONSTANTS,
       lists={"codes": SURGERY_ROWS})
def surgery_preconditions(v):
    failing = any(fails(v) for _, _, fails in SURGERY_ROWS)
    return result("not-eligible" if failing else "eligible")


@table("treatment-choice-gt3m", "vital-systemic-indication rapid-systemic-effect spine-stability "
       "progressive-cord-deficit deterioration-under-rt rt-response-chance area-localised",
       constants=SURGERY_CONSTANTS, requires=["surgery-preconditions"])
def treatment_choice_gt3m(v):
    def eligible():
        return ((v("progressive-cord-deficit") or v("area-localised"))
                and surgery_preconditions(v).outcome == "eligible")

    if v("vital-systemic-indication"):
        return result("systemic", 1)
    stability = v("spine-stability")
    if stability == "stable" and v("rapid-systemic-effect"):
        return result("systemic", 2)
    if v("deterioration-under-rt") and eligible():
        return result("surgery-asap", 3)
    if stability == "unstable" and eligible():
        return result("surgery-then-radiotherapy", 4)
    if stability == "potentially-unstable":
        return result("spine-surgeon-first", 5)
    if stability == "stable":
        if v("rt-response-chance") and v("progressive-cord-deficit") and eligible():
            return result("radiotherapy-or-surgery", 6)
        if not v("rt-response-chance") and eligible():
            return result("surgery-rt-if-possible", 7)
    if v("rt-response-chance"):
        return result("radiotherapy", 8)
    return result("no-local-lowest-dexamethasone", 9)


@table("radiotherapy-specification", "neurological-deficit patient-condition "
       "life-expectancy-months oligometastases", constants={"life-expectancy-months": [12]})
def radiotherapy_specification(v):
    if v("neurological-deficit"):
        if v("patient-condition") != "good":
            return result("rt-1x8", 1)
        if v("life-expectancy-months") < 12:
            return result("rt-1x8", 2)
        return result("rt-10x3", 3)
    return result("rt-oligo", 5) if v("oligometastases") else result("rt-1x8", 4)


@table("reirradiation", "prior-rt-same-site insufficient-or-lost-response deterioration-under-rt "
       "condition-allows-surgery rt-response-chance")
def reirradiation(v):
    if v("deterioration-under-rt") and v("condition-allows-surgery"):
        return result("decompression-asap", 1)
    if v("prior-rt-same-site") and v("insufficient-or-lost-response"):
        if v("rt-response-chance"):
            return result("second-irradiation", 2)
        return result("consider-surgery-or-percutaneous", 3)
    return result("no-action", 4)


@table("interval-surgery-radiotherapy", "recovery-after-surgery")
def interval_surgery_radiotherapy(v):
    if v("recovery-after-surgery") == "sufficient":
        return result("start-rt-after-3-4-weeks", 1)
    return result("start-rt-asap", 2)


@table("radiotherapy-after-surgery", "oligometastases life-expectancy-months",
       constants={"life-expectancy-months": [12]})
def radiotherapy_after_surgery(v):
    if v("oligometastases"):
        return result("rt-postop-long", 1)
    if v("life-expectancy-months") < 12:
        return result("rt-postop-short", 2)
    return result("rt-postop-long", 3)


@table("max-time-to-therapy", "clinical-cord-cauda-compression progressive-complaints-duration "
       "walks-independently radiological-mescc pain-present symptomatic",
       constants={"progressive-complaints-duration": [7]})
def max_time_to_therapy(v):
    if v("clinical-cord-cauda-compression"):
        if v("progressive-complaints-duration") <= 7:
            return result("therapy-24h", 1, deadline="PT24H")
        if not v("walks-independently"):
            return result("therapy-24h", 2, deadline="PT24H")
        return result("therapy-72h", 3, deadline="PT72H")
    if v("radiological-mescc"):
        if v("pain-present"):
            return result("therapy-7d", 4, deadline="P7D")
        return result("therapy-14d", 5, deadline="P14D")
    if v("symptomatic"):
        return result("therapy-14d", 6, deadline="P14D")
    return result("no-deadline", 7, deadline=None)


@table("follow-up-imaging", "complaints-since-treatment evaluating-systemic-therapy")
def follow_up_imaging(v):
    if v("complaints-since-treatment"):
        return result("repeat-imaging", 1)
    if v("evaluating-systemic-therapy"):
        return result("imaging-for-response", 2)
    return result("no-routine-imaging", 3)


@table("stability-discussion", "sins-total spine-stability pain-on-loading",
       constants={"sins-total": [7, 12]})
def stability_discussion(v):
    if v("sins-total") > 12:
        return result("executing-centre", 1)
    if v("spine-stability") != "stable":
        return result("spine-surgeon", 2)
    if v("pain-on-loading"):
        return result("spine-surgeon", 3)
    if v("sins-total") >= 7:
        return result("spine-surgeon", 4)
    return result("none", 5)


@table("systemic-first",
       "rapid-systemic-effect vital-systemic-indication rt-response-chance surgery-is-option")
def systemic_first(v):
    if (v("rapid-systemic-effect") or v("vital-systemic-indication")
            or (not v("rt-response-chance") and not v("surgery-is-option"))):
        return result("may-be-first-choice", 1)
    return result("not-first-choice", 2)


@table("preoperative-petct", "surgery-considered recent-petct-available")
def preoperative_petct(v):
    if v("surgery-considered") and not v("recent-petct-available"):
        return result("make-petct-and-volume-scan", 1)
    return result("not-needed", 2)


@table("vertebroplasty", "epidural-canal-fraction radiological-mescc "
       "vertebroplasty-contraindication-other surgery-is-option insufficient-pain-relief-after-rt "
       "proven-instability limited-cortical-destruction pain-type",
       constants={"epidural-canal-fraction": [1 / 3]})
def vertebroplasty(v):
    if v("epidural-canal-fraction") > 1 / 3:
        return result("contraindicated", 1, reason="canal-third")
    if v("radiological-mescc"):
        return result("contraindicated", 2, reason="mescc")
    if v("vertebroplasty-contraindication-other"):
        return result("contraindicated", 3, reason="other")
    if v("surgery-is-option"):
        return result("not-first", 4, reason=None)
    suits = "less-suitable" if v("pain-type") == "radicular" else None
    if v("insufficient-pain-relief-after-rt") and not v("proven-instability"):
        return result("can-be-considered", 5, reason=None, suitability=suits)
    if v("proven-instability") and v("limited-cortical-destruction"):
        return result("can-be-considered", 6, reason=None, suitability=suits)
    return result("not-indicated", 7, reason=None)


@table("bone-agents", "hypercalcaemia bone-metastases-known")
def bone_agents(v):
    if not v("bone-metastases-known"):
        return result("none", 3)
    if v("hypercalcaemia"):
        return result("bisphosphonate-for-hypercalcaemia", 1)
    return result("bisphosphonate-or-denosumab-may-be-used", 2)


@table("radionuclides", "diffuse-osteoblastic-disease bone-scan-positive "
       "systemic-options-exhausted conventional-rt-suitable pain-present")
def radionuclides(v):
    if (v("pain-present") and v("diffuse-osteoblastic-disease") and v("bone-scan-positive")
            and v("systemic-options-exhausted") and not v("conventional-rt-suitable")):
        return result("can-be-considered", 1)
    return result("not-indicated", 2)
