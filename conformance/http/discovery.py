"""Discovery, health and CORS [DISC-01 to DISC-24, CORS rows]."""

import checker

SERVICES = {
    "spinal-metastases-patient-view": "patient-view",
    "spinal-metastases-order-select": "order-select",
    "brain-metastases-patient-view": "patient-view",
    "brain-metastases-order-select": "order-select",
}
ORIGIN = {"Origin": "https://sandbox.example.org"}


def run(server, tally):
    answer = server.request("GET", "/cds-services")
    tally.check("discovery answers 200 with JSON",
                answer.status == 200 and "application/json" in answer.headers["content-type"])
    body = answer.json()
    tally.check("the discovery document is sound", checker.discovery_problems(body))
    offered = {s["id"]: s["hook"] for s in body["services"]}
    tally.check("the four services are offered",
                [f"{i} is not offered" for i, h in SERVICES.items() if offered.get(i) != h])
    tally.check("two discoveries are the same bytes",
                server.request("GET", "/cds-services").body == answer.body)
    for path in ("/health/live", "/health/ready", "/metrics", "/notice", "/"):
        tally.check(f"GET {path} answers 200", server.request("GET", path).status == 200)
    page = server.request("GET", "/").body.decode().lower()
    tally.check("the first page says that this is no certified medical device",
                "not a certified medical device" in page or "geen gecertificeerd" in page)
    notice = server.request("GET", "/notice").body.decode()
    tally.check("the notices name each code system whose licence asks for one",
                [f"`{n}` is not named" for n in ("SNOMED International", "Regenstrief", "BfArM",
                                                 "World Health Organization", "UICC", "WHO "
                                                 "Collaborating Centre", "National Library of "
                                                 "Medicine") if n not in " ".join(notice.split())])
    standard = {"patient-view", "order-select", "order-sign"}
    tally.check("only hooks of the standard are offered [HOOK-02]",
                [f"hook `{h}`" for h in offered.values() if h not in standard])
    for service in offered:
        answer = server.request("POST", f"/cds-services/{service}", "{}",
                                {"Content-Type": "application/json"})
        tally.check(f"{service} is called by its id [DISC-10]", answer.status == 400)
    preflights(server, tally)


def preflights(server, tally):
    wanted = {"/cds-services": "GET",
              "/cds-services/spinal-metastases-patient-view": "POST",
              "/cds-services/spinal-metastases-patient-view/feedback": "POST"}
    for path, method in wanted.items():
        answer = server.request("OPTIONS", path, headers={
            **ORIGIN, "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "authorization, content-type"})
        allowed = answer.headers.get("access-control-allow-headers", "").lower()
        tally.check(f"preflight of {method} {path}", [] if (
            answer.status in (200, 204)
            and answer.headers.get("access-control-allow-origin") in ("*", ORIGIN["Origin"])
            and method in answer.headers.get("access-control-allow-methods", "")
            and "authorization" in allowed and "content-type" in allowed)
            else [f"status {answer.status}, headers {answer.headers}"])
    answer = server.request("GET", "/cds-services", headers=ORIGIN)
    tally.check("a plain answer names the allowed origin",
                "access-control-allow-origin" in answer.headers)
