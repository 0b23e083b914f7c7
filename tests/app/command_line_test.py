#!/usr/bin/env python3
"""The command line as users see it: exit codes, messages, settings, signals.

usage: command_line_test.py BINARY
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUEST = ROOT / "tests/golden/requests/cord-compression-complete-record.json"
REGION = ROOT / "deploy/region-demonstration.json"
BINARY = ""


# A fictitious patient with a red flag: the card names whom to call.
FLAGGED = json.dumps({
    "hook": "patient-view", "hookInstance": "a0000000-0000-4000-8000-000000000001",
    "context": {"userId": "Practitioner/1", "patientId": "1"},
    "prefetch": {"patient": {"resourceType": "Patient", "id": "1", "birthDate": "1960-01-01"},
                 "questionnaireResponses": {
                     "resourceType": "QuestionnaireResponse", "status": "completed",
                     "subject": {"reference": "Patient/1"}, "authored": "2026-11-20T09:00:00+01:00",
                     "questionnaire": "https://wervelwijzer.nl/fhir/Questionnaire/intake",
                     "item": [{"linkId": name, "answer": [{"valueBoolean": True}]} for name in
                              ("spinal-metastases-established", "new-neurological-deficit")]}}})


def run(*arguments, text="", environment=None):
    return subprocess.run([BINARY, *arguments], input=text, capture_output=True, text=True,
                          timeout=60, cwd="/", env={**os.environ, **(environment or {})})


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`serve` on a free port, with feedback in a folder of its own."""

    def __init__(self, *flags, environment=None):
        self.port = free_port()
        self.state = tempfile.TemporaryDirectory()
        self.flags = flags
        self.environment = {**os.environ, **(environment or {})}

    def __enter__(self):
        self.log = tempfile.TemporaryFile("a+")
        command = [BINARY, "serve", "--port", str(self.port), "--state-dir", self.state.name]
        self.process = subprocess.Popen([*command, *self.flags], stderr=self.log, cwd="/",
                                        env=self.environment)
        for _ in range(400):
            if self.process.poll() is not None:
                break
            try:
                if self.get("/health/ready")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(self.log_text())

    def __exit__(self, *exception):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.log.close()
        self.state.cleanup()

    def cards(self, request=FLAGGED):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("POST", "/cds-services/spinal-metastases-patient-view",
                           request, {"Content-Type": "application/json"})
        body = connection.getresponse().read()
        connection.close()
        return body.decode()

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    def log_text(self):
        self.log.seek(0)
        return self.log.read()

    def wait_for_log(self, word):
        for _ in range(200):
            if word in self.log_text():
                return True
            time.sleep(0.05)
        return False


class CommandLine(unittest.TestCase):
    def test_version_and_help_are_printed(self):
        self.assertRegex(run("version").stdout, r"^wervelwijzer \d+\.\d+\.\d+\n$")
        shown = run("help")
        self.assertEqual(shown.returncode, 0)
        self.assertIn("evaluate", shown.stdout)
        self.assertIn("Not a certified medical device", shown.stdout)

    def test_wrong_usage_is_2(self):
        for arguments in ([], ["nonsense"], ["serve", "--nonsense"], ["serve", "--port", "0"],
                          ["serve", "--language", "fr"], ["evaluate", "--at"]):
            self.assertEqual(run(*arguments).returncode, 2, arguments)

    def test_evaluate_answers_a_request(self):
        for arguments, text in ((["evaluate", str(REQUEST)], ""),
                                (["evaluate", "-"], REQUEST.read_text()),
                                (["evaluate"], REQUEST.read_text())):
            done = run(*arguments, text=text)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("cards", json.loads(done.stdout))

    def test_explanation_goes_to_standard_error(self):
        done = run("evaluate", "--explain", "--language", "en", str(REQUEST))
        self.assertIn("imaging-urgency", done.stderr)
        json.loads(done.stdout)

    def test_bad_input_is_1_with_the_place(self):
        for text, place in (("{", "offset"), ("{}", "$.hook"),
                            ('{"hook":"patient-view"}', "$.context")):
            done = run("evaluate", "--service", "spinal-metastases-patient-view", text=text)
            self.assertEqual(done.returncode, 1)
            self.assertIn(place, done.stderr)
            self.assertEqual(done.stdout, "")
        self.assertEqual(run("evaluate", "/nowhere.json").returncode, 1)
        self.assertEqual(run("evaluate", "--at", "yesterday", str(REQUEST)).returncode, 1)
        self.assertEqual(run("evaluate", "--service", "none", str(REQUEST)).returncode, 1)

    def test_decide_answers_one_object_or_lines(self):
        one = run("decide", text='{\n "kps": 40\n}')
        self.assertEqual(one.returncode, 0, one.stderr)
        self.assertIn("imaging-urgency", json.loads(one.stdout))
        lines = run("decide", text='{"kps": 40}\n\n{}\n')
        self.assertEqual(lines.stdout.count("\n"), 2)

    def test_help_knows_every_command(self):
        for command in ("serve", "evaluate", "decide", "lint", "route", "version"):
            shown = run("help", command)
            self.assertEqual(shown.returncode, 0, shown.stderr)
            self.assertIn("--help", shown.stdout)
        self.assertIn("--parameter", run("help", "decide").stdout)
        self.assertEqual(run("help", "nonsense").returncode, 2)
        self.assertEqual(run("--version").stdout, run("version").stdout)

    def test_damaged_first_line_does_not_take_the_others_along(self):
        done = run("decide", text='nonsense\n{"kps": 40}\n{}\n')
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout.count("\n"), 2)
        self.assertIn("line 1", done.stderr)

    def test_byte_order_mark_is_passed_over(self):
        self.assertEqual(run("decide", text='\ufeff{"kps": 40}').returncode, 0)
        self.assertEqual(run("evaluate", text="\ufeff" + REQUEST.read_text()).returncode, 0)

    def test_decide_names_what_it_does_not_know(self):
        done = run("decide", text='{"no-such-input": 1}')
        self.assertEqual(done.returncode, 1)
        self.assertIn("no-such-input", done.stderr)
        done = run("decide", text='{}\n{"no-such-input": 1}\n')
        self.assertEqual(done.returncode, 1)
        self.assertIn("line 2", done.stderr)

    def test_parameter_changes_the_decision_and_is_said_in_it(self):
        text = '{"brain-metastases-present": true, "brain-metastases-symptomatic": false, "kps": 70}'

        def threshold(*flags, environment=None):
            done = run("decide", *flags, text=text, environment=environment)
            self.assertEqual(done.returncode, 0, done.stderr)
            decision = json.loads(done.stdout)["brain-asymptomatic-mdo"]
            return decision["parameters"]["brain-kps-threshold"], decision["rules"]

        value, rules = threshold()
        self.assertEqual(value, 70)
        variable = {"WERVELWIJZER_PARAMETER": "brain-kps-threshold=80,brain-size-lower-mm=7.5"}
        for flags, environment in ((["--parameter", "brain-kps-threshold=80"], None), ([], variable)):
            changed, other_rules = threshold(*flags, environment=environment)
            self.assertEqual(changed, 80)
            self.assertNotEqual(other_rules, rules)
        flags = ["--parameter", "brain-kps-threshold=90"]
        self.assertEqual(threshold(*flags, environment=variable)[0], 90)

    def test_parameter_is_seen_on_the_card(self):
        request = ROOT / "tests/golden/requests/brain-asymptomatic-large.json"
        done = run("evaluate", "--service", "brain-metastases-patient-view", "--language", "en",
                   "--parameter", "brain-size-upper-mm=30", "--parameter",
                   "brain-size-lower-mm=7.5", str(request))
        card = json.loads(done.stdout)["cards"][0]
        self.assertIn("above 7.5 and at most 30 mm", card["detail"])
        self.assertIn("large above 30 mm", card["detail"])
        decision = card["extension"]["nl.wervelwijzer.decision"][0]
        self.assertEqual(decision["parameters"]["brain-size-upper-mm"], 30)

    def test_parameter_is_said_in_the_log_and_outlives_a_reload(self):
        request = (ROOT / "tests/golden/requests/brain-asymptomatic-large.json").read_bytes()
        with Server("--parameter", "brain-size-upper-mm=30") as server:
            self.assertTrue(server.wait_for_log("brain-size-upper-mm=30"), server.log_text())
            server.process.send_signal(signal.SIGHUP)
            self.assertTrue(server.wait_for_log("reloaded"), server.log_text())
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            connection.request("POST", "/cds-services/brain-metastases-patient-view", request,
                               {"Content-Type": "application/json"})
            answer = connection.getresponse().read()
            connection.close()
            self.assertIn(b'"brain-size-upper-mm":30', answer)

    def test_parameter_outside_its_bounds_is_refused(self):
        for setting, word in (("brain-kps-threshold=60", "70 to 90"), ("nonsense=1", "nonsense"),
                              ("brain-kps-threshold", "number")):
            for command in ("decide", "evaluate", "serve", "lint"):
                done = run(command, "--parameter", setting)
                self.assertEqual(done.returncode, 1, (command, setting))
                self.assertIn(word, done.stderr + done.stdout)

    def test_lint_finds_nothing_in_what_is_shipped(self):
        done = run("lint")
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_lint_finds_a_rule_that_is_gone(self):
        with tempfile.TemporaryDirectory() as folder:
            models = Path(folder) / "models"
            subprocess.run(["cp", "-r", ROOT / "guideline/models", models], check=True)
            path = models / "spinal-diagnostics.dmn"
            text = path.read_text()
            begin = text.index("<rule id=\"imaging-urgency-8\"")
            end = text.index("</rule>", begin) + len("</rule>")
            path.write_text(text[:begin] + text[end:])
            done = run("lint", "--models", str(models))
            self.assertEqual(done.returncode, 1)
            self.assertIn("imaging-urgency", done.stdout)

    def lint_against(self, entry, *replacements):
        """lint of edited models against the shipped ones, under a changelog with that entry."""
        with tempfile.TemporaryDirectory() as folder:
            models = Path(folder) / "guideline/models"
            models.parent.mkdir()
            subprocess.run(["cp", "-r", ROOT / "guideline/models", models], check=True)
            path = models / "surgery.dmn"
            text = path.read_text()
            for old, new in replacements:
                self.assertIn(old, text)
                text = text.replace(old, new)
            path.write_text(text)
            Path(folder, "CHANGELOG.md").write_text(f"# Changelog\n\n## Unreleased\n\n{entry}\n")
            return run("lint", "--models", str(models), "--against", str(ROOT / "guideline/models"))

    def test_a_change_of_advice_and_its_star_go_together(self):
        edit = [("&gt;= 10", "&gt;= 20"), ("&lt; 10", "&lt; 20")]
        star = "* ★ `surgery-volume-norm-1`, `surgery-volume-norm-2`: centres with 10 to 19 operations."
        done = self.lint_against("* Other words.")
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        done = self.lint_against(star)
        self.assertEqual(done.returncode, 1)
        self.assertIn("a star, but the advice did not change", done.stdout)
        done = self.lint_against("* Other words.", *edit)
        self.assertEqual(done.returncode, 1)
        self.assertIn("spine-operations-per-year in [10..20)", done.stdout)
        self.assertIn("advice changed, but no entry with a star says so", done.stdout)
        done = self.lint_against(star, *edit)
        self.assertEqual(done.returncode, 0)
        self.assertIn("norm-met -> norm-not-met", done.stdout)

    def test_what_is_shipped_differs_from_itself_in_nothing(self):
        done = run("lint", "--against", str(ROOT / "guideline/models"))
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_data_that_are_not_there_are_named(self):
        done = run("decide", "--data-dir", "/nowhere", text="{}")
        self.assertEqual(done.returncode, 1)
        self.assertIn("--data-dir", done.stderr)

    def test_open_address_is_refused(self):
        done = run("serve", "--listen", "0.0.0.0:8080")
        self.assertEqual(done.returncode, 1)
        self.assertIn("--behind-proxy", done.stderr)

    def test_unknown_key_of_the_configuration_is_refused(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as config:
            config.write('{"colour": "red"}')
            config.flush()
            done = run("serve", "--config", config.name)
        self.assertEqual(done.returncode, 1)
        self.assertIn("colour", done.stderr)

    def test_bad_value_in_the_configuration_is_named(self):
        for text, word in (('{"max-cards": 0}', "max-cards"), ('{"port": "x"}', "port"),
                           ('{"behind-proxy": 7}', "behind-proxy"),
                           ('{"parameter": {"brain-kps-threshold": 60}}', "70 to 90")):
            with tempfile.NamedTemporaryFile("w", suffix=".json") as config:
                config.write(text)
                config.flush()
                done = run("serve", "--config", config.name)
            self.assertEqual(done.returncode, 1, (text, done.stderr))
            self.assertIn(word, done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_address_of_a_flag_beats_the_port_of_a_variable_or_file(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as config:
            config.write('{"port": 1}')
            config.flush()
            for flags, environment in ((["--config", config.name], {}),
                                       ([], {"WERVELWIJZER_PORT": "1"}),
                                       ([], {"WERVELWIJZER_LISTEN": "127.0.0.1:1"})):
                # Port 1 belongs to the administrator: were it taken, this could not listen or stop.
                address = f"127.0.0.1:{free_port()}"
                environment.setdefault("WERVELWIJZER_LISTEN", "127.0.0.1:2")
                with tempfile.TemporaryDirectory() as state:
                    process = subprocess.Popen(
                        [BINARY, "serve", "--listen", address, "--state-dir", state, *flags],
                        stderr=subprocess.PIPE, text=True, env={**os.environ, **environment})
                    for line in process.stderr:
                        if "serving" in line or "listen" in line:
                            break
                    process.kill()
                    process.wait()
                    process.stderr.close()
                    self.assertIn(address, line)

    def test_flag_beats_variable_and_variable_beats_file(self):
        def page(*flags, **environment):
            with Server(*flags, environment=environment) as server:
                return "lang=\"en\"" in server.get("/")[1].decode()

        with tempfile.NamedTemporaryFile("w", suffix=".json") as config:
            config.write('{"language": "en", "max-cards": 2}')
            config.flush()
            self.assertTrue(page("--config", config.name))
            self.assertFalse(page("--config", config.name, WERVELWIJZER_LANGUAGE="nl"))
            self.assertTrue(page("--language", "en", WERVELWIJZER_LANGUAGE="nl"))

    def test_port_in_use_is_an_error(self):
        with Server() as server, tempfile.TemporaryDirectory() as state:
            done = run("serve", "--port", str(server.port), "--state-dir", state)
            self.assertEqual(done.returncode, 1)
            self.assertIn("cannot listen", done.stderr)

    def test_signal_ends_it_in_order(self):
        for which in (signal.SIGTERM, signal.SIGINT):
            with Server() as server:
                server.process.send_signal(which)
                self.assertEqual(server.process.wait(20), 0)
                self.assertIn("stopped", server.log_text())

    def test_open_access_is_said_in_the_log(self):
        with Server() as server:
            self.assertTrue(server.wait_for_log("open-access"), server.log_text())

    def test_reload_takes_sound_models_and_keeps_the_old_ones_otherwise(self):
        with tempfile.TemporaryDirectory() as folder:
            for part in ("guideline/models", "guideline/bindings", "terminology/data", "cards/text"):
                target = Path(folder) / part
                target.parent.mkdir(parents=True, exist_ok=True)
                subprocess.run(["cp", "-r", ROOT / part, target], check=True)
            with Server("--data-dir", folder) as server:
                server.process.send_signal(signal.SIGHUP)
                self.assertTrue(server.wait_for_log("reloaded"), server.log_text())
                (Path(folder) / "guideline/models/inputs.tsv").write_text("nonsense\n")
                server.process.send_signal(signal.SIGHUP)
                self.assertTrue(server.wait_for_log("reload-refused"), server.log_text())
                self.assertEqual(server.get("/fhir/Questionnaire/intake")[0], 200)

    def test_route_prints_who_is_called_and_who_was_passed_over(self):
        done = run("route", "--from", "90000003", "--service", "spine-surgery", "--at",
                   "2026-11-20T14:00:00+01:00", "--region", str(REGION))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        route = json.loads(done.stdout)
        self.assertEqual(route["chosen"]["reference"], "HealthcareService/duinhaven-centrum")
        self.assertEqual([one["reason"] for one in route["passed-over"]], ["below-volume-norm"])
        shown = run("route", "--from", "90000003", "--service", "spine-surgery")
        self.assertEqual(shown.returncode, 0)
        self.assertIn("fictitious", shown.stderr)

    def test_route_names_what_it_does_not_know(self):
        for arguments, word in ((["--from", "1", "--service", "radiotherapy"], "--from"),
                                (["--from", "90000003", "--service", "cardiology"], "cardiology"),
                                (["--from", "90000003", "--service", "radiotherapy", "--deadline",
                                  "soon"], "--deadline"),
                                (["--from", "90000003", "--service", "radiotherapy", "--at",
                                  "now"], "--at")):
            done = run("route", "--region", str(REGION), *arguments)
            self.assertEqual((done.returncode, done.stdout), (1, ""), arguments)
            self.assertIn(word, done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1)
        self.assertEqual(run("route", "--from", "90000003").returncode, 2)

    def test_lint_reads_a_region(self):
        self.assertEqual(run("lint", "--region", str(REGION)).stdout, "")
        with tempfile.NamedTemporaryFile("w", suffix=".json") as region:
            region.write(REGION.read_text().replace('"phone", "value": "+31880000101"', '"fax"'))
            region.flush()
            done = run("lint", "--region", region.name)
        self.assertEqual(done.returncode, 1)
        self.assertIn("HealthcareService/duinhaven-centrum.telecom", done.stdout)
        self.assertEqual(done.stdout.count("\n"), 1)

    def test_evaluate_names_the_centre_of_the_region(self):
        flags = ["--region", str(REGION), "--hospital", "90000003"]
        done = run("evaluate", *flags, "--at", "2026-11-21T03:10:00+01:00", text=FLAGGED)
        self.assertIn("+31880000102", done.stdout)
        explained = run("evaluate", "--explain", *flags, text=FLAGGED).stderr
        self.assertIn("asking hospital: Organization/terpzicht", explained)
        self.assertIn("route of card red-flag: {", explained)
        explained = run("evaluate", "--explain", "--region", str(REGION), text=FLAGGED).stderr
        self.assertIn("asking hospital: unknown", explained)
        self.assertNotIn("+3188", run("evaluate", text=FLAGGED).stdout)

    def test_a_region_is_a_key_of_the_configuration_and_a_variable_too(self):
        settings = {"region": str(REGION), "hospital": "90000003"}
        with tempfile.NamedTemporaryFile("w", suffix=".json") as config:
            json.dump(settings, config)
            config.flush()
            with Server("--config", config.name) as server:
                self.assertIn("+31880000102", server.cards())
        variables = {"WERVELWIJZER_" + key.upper(): value for key, value in settings.items()}
        with Server(environment=variables) as server:
            self.assertIn("+31880000102", server.cards())

    def test_a_bad_region_is_refused_at_the_start(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as region:
            region.write("{}")
            region.flush()
            done = run("serve", "--region", region.name)
        self.assertEqual(done.returncode, 1)
        self.assertIn("is no Bundle", done.stderr)

    def test_reload_takes_a_sound_region_and_keeps_the_old_one_otherwise(self):
        with tempfile.TemporaryDirectory() as folder:
            region = Path(folder) / "region.json"
            region.write_text(REGION.read_text())
            with Server("--region", str(region), "--hospital", "90000003") as server:
                self.assertIn("+31880000102", server.cards())
                region.write_text(REGION.read_text().replace("+31880000102", "+31880009999"))
                server.process.send_signal(signal.SIGHUP)
                self.assertTrue(server.wait_for_log("reloaded"), server.log_text())
                self.assertIn("+31880009999", server.cards())
                region.write_text('{"resourceType": "Bundle", "type": "message"}')
                server.process.send_signal(signal.SIGHUP)
                self.assertTrue(server.wait_for_log("reload-refused"), server.log_text())
                self.assertIn("region.json", server.log_text())
                self.assertIn("+31880009999", server.cards())

    def test_clients_are_linted_with_the_place_of_each_finding(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as clients:
            json.dump({"clients": [{"id": "a", "fhir-servers": ["http://a.example/r4"]},
                                   {"id": "b", "issuers": ["b"], "hospital": "1"}]}, clients)
            clients.flush()
            alone = run("lint", "--clients", clients.name)
            beside = run("lint", "--clients", clients.name, "--region", str(REGION))
            refused = run("serve", "--clients", clients.name)
        self.assertEqual((alone.returncode, refused.returncode), (1, 1))
        self.assertIn("$.clients[0].fhir-servers[0]: error: `http://a.example/r4` is without tls",
                      alone.stdout)
        self.assertNotIn("client b", alone.stdout)
        self.assertIn("client b: `1` is no hospital of the region", beside.stdout)
        self.assertIn("$.clients[0].fhir-servers[0]", refused.stderr)

    def test_reload_takes_sound_clients_and_keeps_the_old_ones_otherwise(self):
        server_of_client = "https://record.example/r4"
        request = json.dumps({"fhirServer": server_of_client, **json.loads(FLAGGED)})

        def clients_in(language):
            return json.dumps({"clients": [{"id": "a", "fhir-servers": [server_of_client],
                                            "language": language}]})
        with tempfile.TemporaryDirectory() as folder:
            clients = Path(folder) / "clients.json"
            clients.write_text(clients_in("en"))
            with Server(environment={"WERVELWIJZER_CLIENTS": str(clients)}) as server:
                self.assertIn("Urgent: call", server.cards(request))
                self.assertNotIn("Urgent: call", server.cards())
                clients.write_text(clients_in("fr"))
                server.process.send_signal(signal.SIGHUP)
                self.assertTrue(server.wait_for_log("reload-refused"), server.log_text())
                self.assertIn("$.clients[0].language", server.log_text())
                self.assertIn("Urgent: call", server.cards(request))
                clients.write_text(clients_in("nl"))
                server.process.send_signal(signal.SIGHUP)
                self.assertTrue(server.wait_for_log(" reloaded"), server.log_text())
                self.assertNotIn("Urgent: call", server.cards(request))

    def test_feedback_is_kept(self):
        body = json.dumps({"feedback": [{"card": "c", "outcome": "overridden",
                                         "outcomeTimestamp": "2026-11-21T10:00:00Z"}]})
        with Server() as server:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            connection.request("POST", "/cds-services/spinal-metastases-patient-view/feedback", body,
                               {"Content-Type": "application/json"})
            self.assertEqual(connection.getresponse().status, 200)
            connection.close()
            self.assertTrue((Path(server.state.name) / "feedback.sqlite3").exists())


if __name__ == "__main__":
    BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
