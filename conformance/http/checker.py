"""What the CDS Hooks specification asks of a response, as one function.

Releases 2.0, 2.0.1 and the 3.0 ballot are met by the same answers; where they differ the stricter
rule is checked. Rule ids in brackets are those of requirements.tsv.
"""

import re

UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
INDICATORS = {"info", "warning", "critical"}
ACTION_TYPES = {"create", "update", "delete"}
MAY_BE_EMPTY = {"$.cards", "$.services"}


def empty_values(node, path="$"):
    """Paths of values that are null or empty, which no response may hold [GEN-04, GEN-05]."""
    if node is None or node == "" or (node in ([], {}) and path not in MAY_BE_EMPTY):
        yield path
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from empty_values(value, f"{path}.{name}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from empty_values(value, f"{path}[{index}]")


def text_problem(holder, name, path, required=True):
    value = holder.get(name)
    if value is None and not required:
        return []
    if not isinstance(value, str) or not value.strip():
        return [f"{path}.{name} is no text"]
    return []


def coding_problems(coding, path, with_display):
    if not isinstance(coding, dict):
        return [f"{path} is no Coding"]
    names = ["code", "system"] + (["display"] if with_display else [])
    return [p for name in names for p in text_problem(coding, name, path)]


def source_problems(source, path):
    if not isinstance(source, dict):
        return [f"{path} is missing"]
    found = text_problem(source, "label", path)
    for name in ("url", "icon"):
        if name in source and not str(source[name]).startswith("https://"):
            found.append(f"{path}.{name} is no absolute https address")
    if "topic" in source:
        found += coding_problems(source["topic"], f"{path}.topic", with_display=False)
    return found


def action_problems(action, path):
    found = text_problem(action, "description", path)
    kind = action.get("type")
    if kind not in ACTION_TYPES:
        found.append(f"{path}.type is `{kind}`")
    if kind in ("create", "update"):
        resource = action.get("resource")
        if not isinstance(resource, dict) or not resource.get("resourceType"):
            found.append(f"{path}.resource is no resource")
    if kind == "update" and not action.get("resource", {}).get("id"):
        found.append(f"{path}.resource has no id to update")
    if kind == "delete" and "resource" in action:
        found.append(f"{path} deletes by a resource, which is no longer done")
    if kind == "delete" and not re.match(r"^[A-Z]\w+/[\w.-]+$", str(action.get("resourceId"))):
        found.append(f"{path}.resourceId is `{action.get('resourceId')}`")
    return found


def suggestion_problems(card, path):
    suggestions = card.get("suggestions")
    if suggestions is None:
        return []
    found = []
    if card.get("selectionBehavior") not in ("at-most-one", "any"):
        found.append(f"{path}.selectionBehavior is `{card.get('selectionBehavior')}`")
    recommended = sum(1 for s in suggestions if s.get("isRecommended"))
    if card.get("selectionBehavior") == "at-most-one" and recommended > 1:
        found.append(f"{path} recommends {recommended} suggestions of which one may be taken")
    for index, suggestion in enumerate(suggestions):
        here = f"{path}.suggestions[{index}]"
        found += text_problem(suggestion, "label", here)
        if "uuid" in suggestion and not UUID.match(suggestion["uuid"]):
            found.append(f"{here}.uuid is `{suggestion['uuid']}`")
        for number, action in enumerate(suggestion.get("actions", [])):
            found += action_problems(action, f"{here}.actions[{number}]")
    return found


def link_problems(card, path):
    found = []
    for index, link in enumerate(card.get("links", [])):
        here = f"{path}.links[{index}]"
        found += text_problem(link, "label", here) + text_problem(link, "url", here)
        if link.get("type") not in ("absolute", "smart"):
            found.append(f"{here}.type is `{link.get('type')}`")
        if link.get("type") == "absolute" and "appContext" in link:
            found.append(f"{here} has an appContext, which an absolute link must not have")
    return found


def card_problems(card, path):
    found = text_problem(card, "summary", path)
    if len(str(card.get("summary", ""))) >= 140:
        found.append(f"{path}.summary has {len(card['summary'])} characters")
    if card.get("indicator") not in INDICATORS:
        found.append(f"{path}.indicator is `{card.get('indicator')}`")
    if "uuid" in card and not UUID.match(str(card["uuid"])):
        found.append(f"{path}.uuid is `{card['uuid']}`")
    found += source_problems(card.get("source"), f"{path}.source")
    found += suggestion_problems(card, path) + link_problems(card, path)
    for index, reason in enumerate(card.get("overrideReasons", [])):
        found += coding_problems(reason, f"{path}.overrideReasons[{index}]", with_display=True)
    return found


def response_problems(body):
    """Problems of a CDS Hooks response on the protocol level; an empty list when there is none."""
    if not isinstance(body, dict):
        return ["$ is no object"]
    if not isinstance(body.get("cards"), list):
        return ["$.cards is no array"]
    found = [f"{path} is null or empty" for path in empty_values(body)]
    for index, card in enumerate(body["cards"]):
        found += card_problems(card, f"$.cards[{index}]")
    return found


# The members that the specification knows, by where they stand; others belong into `extension`
# [EXT-03]. What only some clients understand is not among them [GEN-12, LINK-10, SYS-03].
MEMBERS = {
    "response": {"cards", "extension"},
    "card": {"uuid", "summary", "detail", "indicator", "source", "suggestions", "selectionBehavior",
             "overrideReasons", "links", "extension"},
    "source": {"label", "url", "icon", "topic", "extension"},
    "suggestion": {"label", "uuid", "isRecommended", "actions", "extension"},
    "action": {"type", "description", "resource", "resourceId", "extension"},
    "link": {"label", "url", "type", "appContext", "extension"},
}


def member_problems(body):
    """Members that nobody knows, and extensions that are no object of reverse domain names [EXT]."""
    holders = [("response", "$", body)]
    for index, card in enumerate(body.get("cards", [])):
        here = f"$.cards[{index}]"
        holders += [("card", here, card), ("source", here + ".source", card.get("source", {}))]
        holders += [("link", here + ".links", link) for link in card.get("links", [])]
        for suggestion in card.get("suggestions", []):
            holders.append(("suggestion", here + ".suggestions", suggestion))
            holders += [("action", here + ".actions", a) for a in suggestion.get("actions", [])]
    found = [f"{path} has the member `{name}`" for kind, path, holder in holders
             for name in holder if name not in MEMBERS[kind]]
    for _, path, holder in holders:
        names = holder.get("extension", {})
        if not isinstance(names, dict) or not all(re.match(r"^[a-z]+(\.[\w-]+)+$", n) for n in names):
            found.append(f"{path}.extension has a name that is no reverse domain name")
    return found


def markdown_problems(text, path):
    """Rows of a table have as many cells as its head [CARD-07]."""
    found, cells = [], 0
    for line in text.split("\n"):
        if not line.startswith("|"):
            cells = 0
            continue
        count = len(re.findall(r"(?<!\\)\|", line))
        if cells and count != cells:
            found.append(f"{path} has a row of {count - 1} cells in a table of {cells - 1}")
        cells = cells or count
    return found


def house_problems(body):
    """What our own cards must have beyond the specification."""
    found, seen = member_problems(body), set()
    for index, card in enumerate(body.get("cards", [])):
        path = f"$.cards[{index}]"
        topic = card.get("source", {}).get("topic", {})
        if not topic.get("code") or not topic.get("system"):
            found.append(f"{path}.source.topic is missing")
        if not UUID.match(str(card.get("uuid"))):
            found.append(f"{path}.uuid is missing")
        for suggestion in card.get("suggestions", []):
            if not UUID.match(str(suggestion.get("uuid"))):
                found.append(f"{path} has a suggestion without uuid")
        if "<" in re.sub(r"`[^`]*`|&lt;|\\<|< ?\d|<=", "", card.get("detail", "")):
            found.append(f"{path}.detail holds raw HTML")
        found += markdown_problems(card.get("detail", ""), f"{path}.detail")
        key = (topic.get("code"), card.get("summary"))
        if key in seen:
            found.append(f"{path} says the same as another card")
        seen.add(key)
    if len(body.get("cards", [])) > 4:
        found.append(f"{len(body['cards'])} cards")
    return found


def discovery_problems(body):
    services = body.get("services") if isinstance(body, dict) else None
    if not isinstance(services, list):
        return ["$.services is no array"]
    found = [f"{path} is null or empty" for path in empty_values(body)]
    for index, service in enumerate(services):
        path = f"$.services[{index}]"
        for name in ("hook", "title", "description", "id"):
            found += text_problem(service, name, path)
        if not re.match(r"^[\w.-]+$", str(service.get("id"))):
            found.append(f"{path}.id is no path segment")
        found += prefetch_problems(service.get("prefetch", {}), path)
    keys = [(s.get("id"), s.get("hook")) for s in services]
    if len(set(keys)) != len(keys):
        found.append("$.services names an id and hook twice")
    return found


TOKEN = re.compile(r"\{\{([^{}]*)\}\}")
ALLOWED_TOKENS = {"context.patientId", "context.userId", "context.encounterId",
                  "userPractitionerId", "userPractitionerRoleId", "userPatientId",
                  "userRelatedPersonId"}


def prefetch_problems(templates, path):
    """Templates keep to the subset that every client understands [PREF-02 to PREF-16]."""
    found = []
    for key, template in templates.items():
        here = f"{path}.prefetch.{key}"
        if not re.match(r"^[A-Z]\w+(/[^/?]+|\?.+)$", template) or "$" in template:
            found.append(f"{here} is no read or search: `{template}`")
        for token in TOKEN.findall(template):
            if token.strip() not in ALLOWED_TOKENS:
                found.append(f"{here} has the token `{token}`")
        for parameter in template.partition("?")[2].split("&"):
            name = parameter.partition("=")[0]
            if ":" in name and not name.endswith(":in"):
                found.append(f"{here} has the modifier `{name}`")
    return found
