"""Routing once more, slowly and obviously: time is walked minute by minute, on the wall clock."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from situations import AMSTERDAM, DAYS

UTC = ZoneInfo("UTC")
MINUTE = timedelta(minutes=1)
NORM = 10  # operations for spinal metastases a year


def in_days(first, last, moment):
    """`first` to `last`, both dates included, either of them may be open."""
    day = moment.astimezone(AMSTERDAM).date().isoformat()
    return (first is None or first <= day) and (last is None or day <= last)


def in_period(item, moment):
    return item["period"] is None or in_days(*item["period"], moment)


def is_closed_day(service, moment):
    return any(in_days(first, last, moment) for first, last in service["closed"])


def is_open(service, moment):
    """True, False, or None when no hours are stated."""
    if is_closed_day(service, moment):
        return False
    if not service["hours"]:
        return None
    wall = moment.astimezone(AMSTERDAM)
    clock = wall.strftime("%H:%M")
    today, yesterday = DAYS[wall.weekday()], DAYS[wall.weekday() - 1]
    for line in service["hours"]:
        if line["from"] < line["to"]:
            if today in line["days"] and line["from"] <= clock < line["to"]:
                return True
        else:
            if today in line["days"] and clock >= line["from"]:
                return True
            if yesterday in line["days"] and clock < line["to"]:
                return True
    return False


def next_opening(service, moment):
    if not service["hours"]:
        return None
    at = moment.astimezone(UTC)
    for _ in range(28 * 1440):
        if is_open(service, at):
            return at
        at += MINUTE
    return None


def closes_at(service, start):
    closes = service["meetings"]["closes"]
    if closes is None:
        return start
    value, unit = closes
    if unit in ("d", "wk"):
        wall = start.astimezone(AMSTERDAM)
        day = wall.date() - timedelta(days=value * (7 if unit == "wk" else 1))
        return datetime.combine(day, time(wall.hour, wall.minute), AMSTERDAM)
    return start.astimezone(UTC) - timedelta(minutes=value * (60 if unit == "h" else 1))


def starts_now(rule, wall):
    if DAYS[wall.weekday()] not in rule["days"] or wall.strftime("%H:%M") not in rule["times"]:
        return False
    first = datetime.strptime(rule["start"], "%Y-%m-%d").date()
    if wall.date() < first:
        return False
    monday = wall.date() - timedelta(days=wall.weekday())
    first_monday = first - timedelta(days=first.weekday())
    return (monday - first_monday).days // 7 % rule["weeks"] == 0


def next_meeting(service, now, deadline):
    meetings = service["meetings"]
    if meetings is None:
        return None
    starts = [slot["start"] for slot in meetings["slots"] if slot["free"]]
    at = now.astimezone(UTC)
    last = deadline or at + timedelta(days=60)
    while at <= last and meetings["rules"]:
        wall = at.astimezone(AMSTERDAM)
        if wall.minute in (0, 30) and any(starts_now(rule, wall) for rule in meetings["rules"]):
            starts.append(at)
        at += MINUTE
    fitting = [start for start in starts
               if start >= now and (deadline is None or start <= deadline)
               and not is_closed_day(service, start) and now < closes_at(service, start)]
    return min(fitting, default=None)


def chain(situation, name):
    return [name, situation["site_of"]] if name in situation["sites"] else [name]


def by_rank(items):
    return sorted(items, key=lambda item: item["rank"] or 10**9)  # sorted() is stable


def served_by(situation):
    """The asking hospital and its networks, in the order in which agreements are looked at."""
    names = chain(situation, situation["from"])
    networks = []
    for item in by_rank(situation["members"]):
        if item["hospital"] in names and item["active"] and in_period(item, situation["at"]):
            if item["network"] not in networks:
                networks.append(item["network"])
    return names + networks


def candidates(situation):
    for served in served_by(situation):
        for agreement in by_rank([a for a in situation["agreements"] if a["serves"] == served]):
            if agreement["services"] is None:
                mine = [s for s in situation["services"]
                        if agreement["centre"] in chain(situation, s["provider"])]
            else:
                mine = [s for name in agreement["services"] for s in situation["services"]
                        if s["id"] == name]
            mine = [s for s in mine if situation["service"] in s["codes"]]
            for service in mine or [None]:
                yield agreement, service


def operations(situation, service):
    if service["operations"] is not None:
        return service["operations"]
    return max((s["operations"] for s in situation["services"]
                if s["provider"] == service["provider"] and s["operations"] is not None),
               default=None)


def is_active(situation, agreement, service):
    return (agreement["active"] and service["active"]
            and agreement["centre"] not in situation["inactive"]
            and service["provider"] not in situation["inactive"])


def route(situation):
    now, code = situation["at"], situation["service"]
    deadline = None
    if situation["hours"]:
        deadline = now.astimezone(UTC) + timedelta(hours=situation["hours"])
    urgent = deadline is None or situation["hours"] <= 24
    passed, waiting, chosen = [], [], None
    for agreement, service in candidates(situation):
        centre = agreement["centre"]
        reason, opens = None, None
        if service is None:
            reason = "not-offered"
        elif not is_active(situation, agreement, service):
            reason = "inactive"
        elif not in_period(agreement, now):
            reason = "outside-period"
        elif not service["phone"]:
            reason = "no-number"
        elif code in ("spinal-expert-centre", "spine-surgery") and \
                (operations(situation, service) or NORM) < NORM:
            reason = "below-volume-norm"
        elif not code.endswith("-mdo") and is_open(service, now) is False:
            opens = next_opening(service, now)
            in_time = opens is not None and (deadline is None or opens <= deadline)
            if urgent or not in_time:
                reason = "closed-now"
                if urgent and in_time:
                    waiting.append((opens, len(waiting), centre, service))
        if reason is None:
            chosen = (centre, service, opens, False)
            break
        entry = (service and service["id"], centre, reason)
        if entry not in passed:
            passed.append(entry)
    if chosen is None and waiting:
        opens, _, centre, service = min(waiting, key=lambda one: one[:2])
        passed = [one for one in passed if not (one[0] == service["id"] and one[2] == "closed-now")]
        chosen = (centre, service, opens, True)
    if chosen is None:
        return {"outcome": "none", "passed": passed}
    centre, service, opens, later = chosen
    answer = {"outcome": "opens-later" if later else "centre", "service": service["id"],
              "centre": centre, "opens": opens, "passed": passed}
    if chain(situation, service["provider"])[-1] == chain(situation, situation["from"])[-1]:
        answer["outcome"] = "in-house"
        passed.append((service["id"], centre, "own-hospital"))
    if code.endswith("-mdo"):
        answer["meeting"] = next_meeting(service, now, deadline)
        answer["closes"] = answer["meeting"] and closes_at(service, answer["meeting"])
    return answer
