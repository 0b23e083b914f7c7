"""Sections 1 to 3 of the tables: scope, diagnostics, corticosteroids."""

from .base import result, table

HISTORY = ("active", "history")
EITHER_SIDE = ("unilateral", "bilateral")
ALARMS = """alarm-nocturnal-pain alarm-progressive-pain alarm-new-local-pain alarm-percussion-pain
    alarm-moderate-condition alarm-severe-all-postures alarm-interscapular-pain"""

# ---- 1, 2: scope and diagnostics ------------------------------------------------------------------


@table("scope-check", "age-years lesion-type", constants={"age-years": [18]})
def scope_check(v):
    if v("age-years") < 18:
        return result("out-of-scope", 1, reason="paediatric")
    reasons = {"leptomeningeal": (2, "leptomeningeal"), "intramedullary": (3, "intramedullary"),
               "nodal-ingrowth": (4, "nodal-ingrowth"), "other": (5, "not-spinal-metastasis")}
    if v("lesion-type") in reasons:
        row, reason = reasons[v("lesion-type")]
        return result("out-of-scope", row, reason=reason)
    return result("in-scope", 6, reason=None)


def neurological_sign(v):
    return (v("clinical-cord-cauda-compression") or v("lhermitte")
            or v("radicular-deficit") != "none" or v("radicular-pain") != "none")


@table("clinical-suspicion", "clinician-states-suspicion malignancy-status back-or-neck-pain "
       + ALARMS + " clinical-cord-cauda-compression lhermitte radicular-deficit radicular-pain")
def clinical_suspicion(v):
    if v("clinician-states-suspicion"):
        return result("suspicion", 0, basis="clinician")
    if v("malignancy-status") in HISTORY:
        if neurological_sign(v):
            return result("suspicion", 1, basis="neurological")
        if v("back-or-neck-pain"):
            if any(v(alarm) for alarm in ALARMS.split()):
                return result("suspicion", 2, basis="alarm-symptom")
            return result("consider-diagnosis", 3, basis=None)
    elif neurological_sign(v):
        return result("not-covered", 4, basis=None)
    return result("no-suspicion", 5, basis=None)


@table("imaging-urgency",
       "adequate-imaging-available clinical-cord-cauda-compression paraplegia-completeness "
       "paraplegia-duration lhermitte lhermitte-neck-pain lhermitte-other-cause radicular-deficit "
       "progressive-complaints-duration radicular-pain",
       constants={"paraplegia-duration": [48], "progressive-complaints-duration": [7]},
       applicable=lambda v: clinical_suspicion(v).outcome == "suspicion")
def imaging_urgency(v):
    def image(row, outcome, deadline, steroids):
        return result(outcome, row, deadline=deadline, steroids=steroids)

    if v("adequate-imaging-available"):
        return image(1, "no-mri-needed", None, False)
    if v("clinical-cord-cauda-compression"):
        if v("paraplegia-completeness") != "complete":
            return image(4, "image-12h", "PT12H", True)
        if v("paraplegia-duration") > 48:
            return image(2, "image-14d", "P14D", False)
        return image(3, "image-12h", "PT12H", True)
    if v("lhermitte") and (v("lhermitte-neck-pain") or not v("lhermitte-other-cause")):
        return image(5, "image-12h", "PT12H",
                     True if v("radicular-deficit") != "none" else "uncertain")
    if v("radicular-deficit") == "bilateral":
        return image(6, "image-12h", "PT12H", True)
    if v("radicular-pain") == "bilateral":
        return image(7, "image-12h", "PT12H",
                     True if v("radicular-deficit") != "none" else "uncertain")
    if v("radicular-deficit") == "unilateral":
        if v("progressive-complaints-duration") <= 7:
            return image(8, "image-24h", "PT24H", True)
        return image(9, "image-48h", "PT48H", True)
    if v("radicular-pain") == "unilateral":
        return image(10, "image-7d", "P7D", False)
    return image(11, "image-14d", "P14D", False)


@table("imaging-modality", "mri-possible adequate-imaging-available")
def imaging_modality(v):
    if v("adequate-imaging-available"):
        return result("none", 1)
    return result("mri-whole-spine", 2) if v("mri-possible") else result("ct-whole-spine", 3)


@table("steroid-before-imaging", "primary-tumour-known haematological-suspicion "
       "tissue-diagnosis-obtained clinical-state-allows-waiting",
       applicable=lambda v: dict(imaging_urgency(v).members)["steroids"] is not False)
def steroid_before_imaging(v):
    if v("primary-tumour-known") == "known" and not v("haematological-suspicion"):
        return result("start-dexamethasone-now", 1)
    if v("tissue-diagnosis-obtained"):
        return result("start-dexamethasone-now", 2)
    if v("clinical-state-allows-waiting"):
        return result("wait-until-after-biopsy", 3)
    return result("individual-decision", 4)


@table("workup-after-imaging", "imaging-fits-metastases primary-tumour-known surgery-considered "
       "recent-petct-available clinical-cord-cauda-compression radiological-mescc "
       "progressive-cord-deficit")
def workup_after_imaging(v):
    if not v("imaging-fits-metastases"):
        return result("outside-guideline", 1, deadline=None, consider_direct_surgery=False)
    if v("primary-tumour-known") == "known":
        if v("surgery-considered") and not v("recent-petct-available"):
            return result("petct-before-surgery", 2, deadline=None, consider_direct_surgery=False)
        return result("proceed-to-treatment", 3, deadline=None, consider_direct_surgery=False)
    if v("clinical-cord-cauda-compression") or v("radiological-mescc"):
        operate = v("clinical-cord-cauda-compression") and v("progressive-cord-deficit")
        row, outcome = ((4, "biopsy-1d") if v("recent-petct-available")
                        else (5, "petct-urgent-and-biopsy-1d"))
        return result(outcome, row, deadline="P1D", consider_direct_surgery=bool(operate))
    row, outcome = ((6, "biopsy-7d") if v("recent-petct-available")
                    else (7, "petct-urgent-and-biopsy-7d"))
    return result(outcome, row, deadline="P7D", consider_direct_surgery=False)


# ---- 3: corticosteroids ----------------------------------------------------------------------------


@table("steroid-indication", "primary-tumour-known haematological-suspicion "
       "tissue-diagnosis-obtained clinical-state-allows-waiting cord-compression-status "
       "root-compression-symptomatic planned-local-treatment pain-flare-after-rt")
def steroid_indication(v):
    if ((v("primary-tumour-known") != "known" or v("haematological-suspicion"))
            and not v("tissue-diagnosis-obtained")):
        if v("clinical-state-allows-waiting"):
            return result("tissue-first", 1)
        return result("individual-decision", "1b")
    if v("cord-compression-status") == "symptomatic" or v("root-compression-symptomatic"):
        if v("planned-local-treatment") != "none":
            return result("start-now", 2)
        return result("palliative-option", 3)
    if v("cord-compression-status") == "asymptomatic" and not v("pain-flare-after-rt"):
        return result("no-consensus-individualise", 4)
    if v("pain-flare-after-rt"):
        return result("may-treat-pain-flare", 5)
    return result("no-steroids", 6)


@table("steroid-regimen", "ulcer-history nsaid-use anticoagulant-use")
def steroid_regimen(v):
    if v("ulcer-history") or v("nsaid-use") or v("anticoagulant-use"):
        return result("regimen", 1, ppi=True)
    return result("regimen", 2, ppi=False)
