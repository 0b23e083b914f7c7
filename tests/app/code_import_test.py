#!/usr/bin/env python3
"""`wervelwijzer terminology` as an operator uses it: files in, a folder of hierarchies out, other advice
with it than without. The release, its identifiers 2000xxx and the patient are made up.

usage: code_import_test.py BINARY
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = ""
TOP = "138875005"
SPINE = "94602001"
GPK = "urn:oid:2.16.840.1.113883.2.4.4.1"
BELOW_SPINE = "2000001"  # made up: 2000, partition 00, check digit
CLAML = """<?xml version="1.0"?><!DOCTYPE ClaML SYSTEM "ClaML.dtd">
<ClaML version="2.0.0"><Title name="ICD-10" version="2019"/>
<Class code="C79"/><Class code="C79.5"><SuperClass code="C79"/></Class></ClaML>"""


def run(*arguments, text=""):
    return subprocess.run([BINARY, *arguments], input=text, capture_output=True, text=True,
                          timeout=60, cwd="/")


def listed_codes():
    with open(ROOT / "terminology/data/concepts.tsv", encoding="utf-8") as table:
        rows = [line.split("\t") for line in table]
    return sorted({row[3] for row in rows if row[2] == "snomed"})


def write_release(folder, codes, is_a):
    concepts = ["id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId"]
    concepts += [f"{code}\t20260901\t1\t900000000000207008\t900000000000074008" for code in codes]
    links = ["id\teffectiveTime\tactive\tmoduleId\tsourceId\tdestinationId\trelationshipGroup\ttypeId"
             "\tcharacteristicTypeId\tmodifierId"]
    links += [f"{1000 + n}025\t20260901\t1\t900000000000207008\t{low}\t{high}\t0\t116680003"
              "\t900000000000011006\t900000000000451002" for n, (low, high) in enumerate(is_a)]
    for name, lines in (("Concept", concepts), ("Relationship", links)):
        path = Path(folder) / f"sct2_{name}_Snapshot_INT_20260901.txt"
        path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")


def condition(name, system, code):
    return {"resource": {"resourceType": "Condition", "id": name,
                         "subject": {"reference": "Patient/p"},
                         "clinicalStatus": {"coding": [{"code": "active"}]},
                         "verificationStatus": {"coding": [{"code": "confirmed"}]},
                         "code": {"coding": [{"system": system, "code": code}]}}}


def request(code):
    """A call about a fictitious patient with prostate cancer, leg weakness and one more condition."""
    local = {"system": "https://wervelwijzer.nl/fhir/CodeSystem/guideline-input",
             "code": "radicular-deficit"}
    answer = {"system": "https://wervelwijzer.nl/fhir/CodeSystem/radicular-deficit",
              "code": "unilateral"}
    subject = {"reference": "Patient/p"}
    return json.dumps({
        "hook": "patient-view", "hookInstance": "00000000-0000-4000-8000-000000000001",
        "context": {"userId": "Practitioner/1", "patientId": "p"},
        "extension": {"nl.wervelwijzer.evaluation": True},
        "prefetch": {
            "patient": {"resourceType": "Patient", "id": "p", "birthDate": "1960-05-17"},
            "conditions": {"resourceType": "Bundle", "type": "searchset", "entry": [
                condition("c", "http://snomed.info/sct", code),
                condition("d", "http://hl7.org/fhir/sid/icd-10", "C61")]},
            "observations": {"resourceType": "Bundle", "type": "searchset", "entry": [
                {"resource": {"resourceType": "Observation", "id": "o", "status": "final",
                              "subject": subject, "effectiveDateTime": "2026-11-20",
                              "code": {"coding": [local]},
                              "valueCodeableConcept": {"coding": [answer]}}}]}}})


def medication(system, code):
    coding = {"system": system, "code": code, "display": "IBUPROFEN TABLET 600MG"}
    return {"resourceType": "Bundle", "type": "searchset", "entry": [
        {"resource": {"resourceType": "MedicationRequest", "id": "m", "status": "active",
                      "intent": "order", "subject": {"reference": "Patient/p"},
                      "authoredOn": "2026-11-20",
                      "medicationCodeableConcept": {"coding": [coding]}}}]}


class CodeImport(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.into = str(self.folder / "hierarchies")

    def import_release(self):
        codes = [code for code in listed_codes() if code != TOP]
        write_release(self.folder, [TOP, *codes, BELOW_SPINE],
                      [(code, TOP) for code in codes] + [(BELOW_SPINE, SPINE)])
        return run("terminology", "import", "--into", self.into, "--rf2", str(self.folder))

    def evaluate(self, code, *flags):
        result = run("evaluate", "--at", "2026-11-21T13:00:00+01:00", "--language", "en", *flags,
                     text=request(code))
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def test_code_below_a_listed_one_counts_with_the_hierarchy_only(self):
        imported = self.import_release()
        self.assertEqual(imported.returncode, 0, imported.stderr)
        self.assertIn("INT_20260901", imported.stdout)
        self.assertRegex(imported.stdout, r"took \d+ ms of processor time and at most \d+ MiB")
        self.assertTrue((Path(self.into) / "codes.idx").exists())
        without = self.evaluate(BELOW_SPINE)
        with_it = self.evaluate(BELOW_SPINE, "--hierarchies", self.into)
        listed = self.evaluate(SPINE)
        evaluation = "nl.wervelwijzer.evaluation"
        self.assertEqual(with_it["extension"][evaluation], listed["extension"][evaluation])
        self.assertNotEqual(without["extension"][evaluation], listed["extension"][evaluation])

    def test_cards_say_what_could_not_be_placed(self):
        said = "Not weighed: 1 code(s)"
        self.import_release()
        without = [card["detail"] for card in self.evaluate(BELOW_SPINE)["cards"]]
        self.assertTrue(without)
        for detail in without:
            self.assertIn(said, detail)
        for card in self.evaluate(BELOW_SPINE, "--hierarchies", self.into)["cards"]:
            self.assertNotIn(said, card["detail"])

    def test_lint_names_listed_codes_that_the_release_lacks(self):
        self.import_release()
        sound = run("lint", "--hierarchies", self.into)
        self.assertEqual(sound.returncode, 0, sound.stdout)
        write_release(self.folder, [TOP, SPINE], [(SPINE, TOP)])
        run("terminology", "import", "--into", self.into, "--rf2", str(self.folder))
        lacking = run("lint", "--hierarchies", self.into)
        self.assertEqual(lacking.returncode, 1)
        self.assertIn("metastasis-bone 94222008: code is not in INT_20260901", lacking.stdout)

    def test_lint_finds_a_damaged_code_and_a_row_without_source(self):
        for name in ("systems.tsv", "concepts.tsv"):
            text = (ROOT / "terminology/data" / name).read_text(encoding="utf-8")
            if name == "concepts.tsv":
                text += "metastasis-spine\tdiagnosis\tsnomed\t30367100\tmade up\texact\tverified\t\n"
                text += "answer-present\tobservation-value\tloinc\tLA9622-8\tx\texact\tverified\tx\n"
            (self.folder / name).write_text(text, encoding="utf-8")
        found = run("lint", "--terminology", str(self.folder))
        self.assertEqual(found.returncode, 1)
        for line in ("metastasis-spine 30367100: code fails its check digit or form",
                     "metastasis-spine 30367100: row has no source",
                     "answer-present LA9622-8: code fails its check digit or form"):
            self.assertIn(line, found.stdout)

    def test_refused_source_leaves_the_folder_as_it_was(self):
        self.import_release()
        before = sorted((path.name, path.read_bytes()) for path in Path(self.into).iterdir())
        write_release(self.folder, [SPINE], [(SPINE, TOP)])
        refused = run("terminology", "import", "--into", self.into, "--rf2", str(self.folder))
        self.assertEqual(refused.returncode, 1)
        self.assertIn(TOP, refused.stderr)
        self.assertEqual(refused.stderr.count("\n"), 1)
        after = sorted((path.name, path.read_bytes()) for path in Path(self.into).iterdir())
        self.assertEqual(before, after)

    def test_classification_and_answers_of_a_server_are_taken(self):
        claml = self.folder / "icd10.xml"
        claml.write_text(CLAML, encoding="utf-8")
        taken = run("terminology", "import", "--into", self.into, "--claml", str(claml))
        self.assertEqual(taken.returncode, 0, taken.stderr)
        self.assertIn("ICD-10 2019: 2 classes", taken.stdout)
        questions = run("terminology", "questions").stdout
        asked = [entry["request"]["url"] for entry in json.loads(questions)["entry"]]
        answers = {"resourceType": "Bundle", "type": "batch-response", "entry": [
            {"resource": {"resourceType": "ValueSet", "expansion": {"contains": [
                {"system": "http://snomed.info/sct", "code": code}
                for code in [url.rpartition("%2F")[2]] + ([BELOW_SPINE] if SPINE in url else [])]}}}
            for url in asked]}
        (self.folder / "questions.json").write_text(questions, encoding="utf-8")
        (self.folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        taken = run("terminology", "import", "--into", self.into,
                    "--questions", str(self.folder / "questions.json"),
                    "--answers", str(self.folder / "answers.json"))
        self.assertEqual(taken.returncode, 0, taken.stderr)
        self.assertIn(f"{len(asked)} complete expansions", taken.stdout)
        evaluation = "nl.wervelwijzer.evaluation"
        self.assertEqual(
            self.evaluate(BELOW_SPINE, "--hierarchies", self.into)["extension"][evaluation],
            self.evaluate(SPINE)["extension"][evaluation])

    def test_linked_code_of_ones_own_sets_the_input_that_its_target_sets(self):
        # The numbers are made up; none is one of the G-Standaard.
        links = self.folder / "gpk-atc.tsv"
        links.write_text("# version made up\nsystem\tcode\ttarget-system\ttarget-code\n"
                         f"{GPK}\t99900001\tatc\tM01AE01\n", encoding="utf-8")
        taken = run("terminology", "import", "--into", self.into, "--links", str(links))
        self.assertEqual(taken.returncode, 0, taken.stderr)
        self.assertIn("gpk-atc made up: 1 links", taken.stdout)
        with_links = self.nsaid(GPK, "99900001", "--hierarchies", self.into)
        self.assertEqual(with_links, self.nsaid("http://www.whocc.no/atc", "M01AE01"))
        self.assertIn("= true", with_links[0])
        for code, flags in (("99900001", []), ("99900002", ["--hierarchies", self.into])):
            self.assertNotIn("= true", "".join(self.nsaid(GPK, code, *flags)), (code, flags))

    def test_cards_name_the_medicine_that_was_not_understood(self):
        for system, code in ((GPK, "99900001"), ("http://www.whocc.no/atc", "M01AE01")):
            call = json.loads(request(SPINE))
            call["prefetch"]["medications"] = medication(system, code)
            result = run("evaluate", "--at", "2026-11-21T13:00:00+01:00", "--language", "en",
                         text=json.dumps(call))
            for card in json.loads(result.stdout)["cards"]:
                self.assertEqual("not understood, so not weighed: IBUPROFEN TABLET 600MG"
                                 in card["detail"], system == GPK, card["detail"])

    def nsaid(self, system, code, *flags):
        """What is said of the input nsaid-use, a medicine with that code being in use."""
        call = json.loads(request(SPINE))
        call["prefetch"]["medications"] = medication(system, code)
        result = run("evaluate", "--explain", "--at", "2026-11-21T13:00:00+01:00", *flags,
                     text=json.dumps(call))
        self.assertEqual(result.returncode, 0, result.stderr)
        return [line for line in result.stderr.splitlines() if line.startswith("  nsaid-use")]

    def test_bad_row_of_links_is_refused_with_its_line(self):
        links = self.folder / "own.tsv"
        links.write_text("system\tcode\ttarget-system\ttarget-code\n"
                         f"{GPK}\t99900001\turn:oid:1.2.3\tx\n", encoding="utf-8")
        refused = run("terminology", "import", "--into", self.into, "--links", str(links))
        self.assertEqual(refused.returncode, 1)
        self.assertIn("own.tsv:2", refused.stderr)
        self.assertIn("`urn:oid:1.2.3` is not covered", refused.stderr)
        self.assertFalse(Path(self.into).exists())

    def test_one_source_is_asked_for(self):
        for flags in ([], ["--rf2", "/", "--claml", "x"], ["--links", "x", "--claml", "x"]):
            self.assertEqual(
                run("terminology", "import", "--into", self.into, *flags).returncode, 2)

    def test_folder_that_is_not_there_is_named(self):
        missing = run("lint", "--hierarchies", self.into)
        self.assertEqual(missing.returncode, 1)
        self.assertIn(self.into, missing.stdout + missing.stderr)

    def test_notices_of_the_code_systems_are_printed(self):
        notices = run("version", "--notices")
        self.assertEqual(notices.returncode, 0, notices.stderr)
        for word in ("SNOMED International", "Regenstrief", "World Health Organization",
                     "National", "WHO Collaborating Centre"):
            self.assertIn(word, notices.stdout)


if __name__ == "__main__":
    BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
