"""Section 11 of the tables: contradictions, judged on what is known."""

from itertools import product

from .base import TABLES, Table
from .scores import ECOG_OF_KPS, SINS_POINTS

# ---- 11: contradictions ----------------------------------------------------------------------------

DEFICIT_SIGNS = {
    "radicular-deficit": lambda x: x != "none", "clinical-cord-cauda-compression": bool,
    "paraplegia-completeness": lambda x: x != "none", "new-neurological-deficit": bool,
    "progressive-cord-deficit": bool, "progressive-neurological-deficit": bool,
}
SYMPTOMS = {
    "pain-present": bool, "pain-nrs": lambda x: x > 0,
    "pain-severity": lambda x: x in ("moderate", "severe"),
    "radicular-pain": lambda x: x != "none", "neurological-deficit": bool,
    "radicular-deficit": lambda x: x != "none", "clinical-cord-cauda-compression": bool,
    "paraplegia-completeness": lambda x: x != "none",
    "cord-compression-status": lambda x: x == "symptomatic",
}


def contradictions(known):
    """The rules that fire on `known` (id: the values left), each with the inputs that made it fire.

    A rule fires when every value left makes the contradiction; an unknown input fires nothing.
    """
    fired = {}

    def fire(rule, *inputs):
        fired.setdefault(rule, set()).update(inputs)

    def clash(rule, condition, *inputs):
        if not all(name in known for name in inputs):
            return
        if all(condition(*values) for values in product(*(known[name] for name in inputs))):
            fire(rule, *inputs)

    for name, sign in SYMPTOMS.items():
        clash("C01", lambda s, x, sign=sign: not s and sign(x), "symptomatic", name)
    for name in ("pain-nrs", "pain-severity"):
        clash("C02", lambda p, x, sign=SYMPTOMS[name]: not p and sign(x), "pain-present", name)
    clash("C03", lambda p, w: p == "complete" and w, "paraplegia-completeness",
          "walks-independently")
    implied = {"A": "complete", "B": "incomplete", "C": "incomplete", "D": "incomplete",
               "E": "none"}
    # Grades B to D clash only with complete; `none` beside B to D is not in the list.
    clash("C04", lambda a, p: implied[a] != p and not (a in "BCD" and p == "none"), "asia-grade",
          "paraplegia-completeness")
    for name, sign in DEFICIT_SIGNS.items():
        clash("C05", lambda d, x, sign=sign: not d and sign(x), "neurological-deficit", name)
    clash("C06", lambda k, e: abs(ECOG_OF_KPS[k] - e) > 1, "kps", "ecog")
    clash("C07", lambda total, *parts: total != sum(
        SINS_POINTS[name][part] for name, part in zip(SINS_POINTS, parts)), "sins-total",
          *SINS_POINTS)
    clash("C08", lambda b, m: b in ("2", "3") and not m, "bilsky-grade", "radiological-mescc")
    clash("C09", lambda s, m: s and m > 6, "very-short-life-expectancy", "life-expectancy-months")
    clash("C10", lambda o, n: o and n > 3, "oligometastases", "metastases-count")
    clash("C10", lambda o, n: o and n > 2, "oligometastases", "metastatic-organs-count")
    clash("C11", lambda k, t: k == "unknown" and t != "unknown", "primary-tumour-known",
          "primary-tumour-type")
    clash("C12", lambda s, m: s == "absent" and m, "cord-compression-status", "radiological-mescc")
    clash("C12", lambda s, c: s in ("absent", "asymptomatic") and c, "cord-compression-status",
          "clinical-cord-cauda-compression")
    clash("C13", lambda p, c: p != "none" and not c, "paraplegia-completeness",
          "clinical-cord-cauda-compression")
    return fired


TABLES["consistency-check"] = Table("consistency-check", [])
