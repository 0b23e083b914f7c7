"""Sections 8 and 9 of the tables: scores, classes, survival models."""

from .base import result, table

# ---- 8: scores and classes ------------------------------------------------------------------------

SINS_POINTS = {
    "sins-location": {"junctional": 3, "mobile": 2, "semirigid": 1, "rigid": 0},
    "sins-pain": {"mechanical": 3, "non-mechanical": 1, "none": 0},
    "sins-bone-lesion": {"lytic": 2, "mixed": 1, "blastic": 0},
    "sins-alignment": {"subluxation-translation": 4, "deformity": 2, "normal": 0},
    "sins-collapse": {"gt50": 3, "lt50": 2, "none-gt50-body": 1, "none": 0},
    "sins-posterolateral": {"bilateral": 3, "unilateral": 1, "none": 0},
}


@table("sins-score", " ".join(SINS_POINTS))
def sins_score(v):
    total = sum(points[v(component)] for component, points in SINS_POINTS.items())
    group = "stable" if total <= 6 else "potentially-unstable" if total <= 12 else "unstable"
    return result(group, total=total)


@table("bilsky-class", "bilsky-grade")
def bilsky_class(v):
    grade = v("bilsky-grade")
    if grade in ("0", "1a", "1b"):
        return result("low-grade")
    return result("intermediate" if grade == "1c" else "high-grade")


@table("noms-framework", "proven-instability bilsky-grade primary-tumour-type "
       "condition-allows-surgery")
def noms_framework(v):
    # Rows 2-4 need the two lists of tumour types, which are empty until somebody confirms them.
    return result("stabilisation", 1) if v("proven-instability") else result("individual", 5)


@table("asia-grade-rule", "asia-grade")
def asia_grade_rule(v):
    return result({"A": "complete", "E": "none"}.get(v("asia-grade"), "incomplete"))


ECOG_OF_KPS = {100: 0, 90: 0, 80: 1, 70: 1, 60: 2, 50: 2, 40: 3, 30: 3, 20: 4, 10: 4, 0: 5}


@table("performance-conversion", "kps ecog")
def performance_conversion(v):
    if v.recorded("kps"):
        return result("ecog-grade", ecog=ECOG_OF_KPS[v("kps")])
    range_ = [kps for kps, ecog in ECOG_OF_KPS.items() if ecog == v("ecog")]
    return result("kps-range", kps_min=min(range_), kps_max=max(range_))


# ---- 9: survival models ----------------------------------------------------------------------------

LUNG = ("lung-nsclc", "lung-sclc")


@table("survival-van-der-linden", "kps primary-tumour-type visceral-metastases")
def survival_van_der_linden(v):
    if v("kps") == 0:
        return result("not-applicable", points=None, warning=None)
    tumour = v("primary-tumour-type")
    points = 2 if v("kps") >= 80 else 1 if v("kps") >= 50 else 0
    points += 3 if tumour == "breast" else 2 if tumour == "prostate" else 1 if tumour in LUNG else 0
    points += 0 if v("visceral-metastases") else 1
    group = "A" if points <= 3 else "B" if points <= 5 else "C"
    return result(group, points=points, warning="kps-outside-model" if v("kps") == 10 else None)


FAVOURABLE = ("breast", "myeloma", "lymphoma-nhl-intermediate-high", "lymphoma-nhl-low",
              "lymphoma-hodgkin")
UNFAVOURABLE = LUNG + ("rectum", "colon", "stomach", "oesophagus", "pancreas", "liver",
                       "gallbladder")
BOLLEN_MEDIANS = {"A": 31.2, "B": 15.4, "C": 4.8, "D": 1.6}


@table("survival-bollen",
       "primary-tumour-type kps visceral-metastases brain-metastases-present")
def survival_bollen(v):
    if v("kps") == 0:
        return result("not-applicable", median_months=None)
    tumour, fit = v("primary-tumour-type"), v("kps") >= 80
    if tumour in FAVOURABLE:
        spread = v("visceral-metastases") or v("brain-metastases-present")
        row = 1 + (0 if fit else 2) + (1 if spread else 0)
    elif tumour in ("prostate", "kidney"):
        row = 5 if fit else 6
    elif tumour in UNFAVOURABLE:
        row = 7 if fit else 8
    else:
        return result("profile-unknown", median_months=None)
    category = {1: "A", 2: "B", 3: "B", 4: "C", 5: "B", 6: "C", 7: "C", 8: "D"}[row]
    return result(category, row, median_months=BOLLEN_MEDIANS[category])


@table("survival-bartels", "sex symptomatic-level primary-treated-curatively primary-tumour-type "
       "kps")
def survival_bartels(v):
    return result("not-computable")


def tokuhashi_primary(tumour):
    if tumour in LUNG + ("osteosarcoma", "stomach", "bladder", "oesophagus", "pancreas"):
        return 0
    if tumour in ("liver", "gallbladder", "unknown"):
        return 1
    if tumour in ("kidney", "uterus"):
        return 3
    if tumour == "rectum":
        return 4
    return 5 if tumour in ("thyroid", "breast", "prostate", "carcinoid") else 2


@table("survival-tokuhashi", "kps extraspinal-bone-metastases-count vertebral-metastases-count "
       "visceral-metastases-removable primary-tumour-type asia-grade",
       constants={"extraspinal-bone-metastases-count": [0, 1, 2, 3],
                  "vertebral-metastases-count": [1, 2, 3]})
def survival_tokuhashi(v):
    if v("kps") == 0:
        return result("not-applicable", points=None)
    points = 2 if v("kps") >= 80 else 1 if v("kps") >= 50 else 0
    foci, vertebrae = v("extraspinal-bone-metastases-count"), v("vertebral-metastases-count")
    points += 0 if foci >= 3 else 1 if foci >= 1 else 2
    points += 0 if vertebrae >= 3 else 1 if vertebrae == 2 else 2
    points += {"unremovable": 0, "removable": 1, "none": 2}[v("visceral-metastases-removable")]
    points += tokuhashi_primary(v("primary-tumour-type"))
    points += {"A": 0, "B": 0, "C": 1, "D": 1, "E": 2}[v("asia-grade")]
    return result("<6m" if points <= 8 else ">=6m" if points <= 11 else ">=12m", points=points)
