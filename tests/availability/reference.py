"""The slot rules once more, minute by minute and without any cleverness, to compare with."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

BEFORE = 2000  # minutes looked at before the window: more than a local day


def offered(problem):
    """Return {start minute: [ids]} as the rules say."""
    rules = problem["meeting_type"]
    hosts = problem["hosts"]
    first = seconds(problem["window"]["from"]) // 60 - BEFORE
    last = seconds(problem["window"]["to"]) // 60 + 2
    minutes = range(first, last)
    free = [{m for m in minutes if is_free(problem, host, m)} for host in hosts]
    needed = [i for i, host in enumerate(hosts) if host.get("required") or not _is_pool(problem)]
    members = [i for i in range(len(hosts)) if i not in needed]
    common = set(minutes)
    for i in needed:
        common &= free[i]
    starts = set()
    for i in members or [0]:
        stretch = common & free[i] if members else common
        starts |= _sequence(problem, stretch, minutes, hosts[i]["tz"])
    answer = {}
    for start in sorted(starts):
        meeting = set(range(start, start + rules["duration"]))
        there = [i for i in range(len(hosts)) if meeting <= free[i]]
        if is_allowed(problem, start) and has_enough(problem, there):
            answer[start] = [hosts[i]["id"] for i in there]
    return answer


def has_enough(problem, there):
    """Say whether these positions make up a meeting."""
    hosts = problem["hosts"]
    if not _is_pool(problem):
        return len(there) == len(hosts)
    if any(host.get("required") and i not in there for i, host in enumerate(hosts)):
        return False
    groups = {host.get("group") for host in hosts if not host.get("required")}
    present = {hosts[i].get("group") for i in there if not hosts[i].get("required")}
    return groups == present


def is_free(problem, host, minute):
    """Say whether a minute is open and unblocked for the host."""
    return (
        _is_open(problem, host, minute)
        and not _is_taken(problem, host, minute)
        and not _is_closed_by_limits(problem, host, minute)
    )


def is_allowed(problem, start):
    """Say whether window, notice and period let a meeting start at that minute."""
    rules = problem["meeting_type"]
    window_from, window_to = (seconds(problem["window"][key]) for key in ("from", "to"))
    if window_to % 60 == 59:
        window_to += 1
    now = seconds(problem["now"])
    return (
        start * 60 >= window_from
        and (start + rules["duration"]) * 60 <= window_to
        and start * 60 >= now + rules.get("min_notice", 0) * 60
        and _is_in_period(problem, start)
    )


def _is_pool(problem):
    return problem["meeting_type"]["mode"] == "pool"


def _is_in_period(problem, start):
    period = problem["meeting_type"].get("period")
    if not period:
        return True
    if period["type"] == "ROLLING":
        zone = problem["organizer_tz"]
        today = _wall(zone, seconds(problem["now"]) // 60).date()
        return _wall(zone, start).date() <= today + timedelta(days=period["days"])
    zone = problem["hosts"][0]["tz"]
    first, last = (_wall(zone, seconds(period[key]) // 60).date() for key in ("from", "to"))
    return first <= _wall(zone, start).date() <= last


def _sequence(problem, stretch, minutes, zone):
    rules = problem["meeting_type"]
    step = rules.get("step") or rules["duration"]
    unit = next((u for u in (60, 30, 20, 15, 10, 5) if step % u == 0), 1)
    if rules.get("align") == "pack":
        unit = 5
    found = set()
    is_waiting, due = True, None
    for minute in minutes:
        if minute not in stretch:
            is_waiting, due = True, None
            continue
        if _is_midnight(zone, minute):
            is_waiting, due = True, None
        if is_waiting and _wall(problem["organizer_tz"], minute).minute % unit == 0:
            is_waiting, due = False, minute + rules.get("offset_start", 0)
        if minute == due:
            if all(minute + i in stretch for i in range(rules["duration"])):
                found.add(minute)
            due += step
    return found


def _is_midnight(zone, minute):
    here, before = _wall(zone, minute), _wall(zone, minute - 1)
    return (here.hour, here.minute) == (0, 0) or here.date() != before.date()


def _is_open(problem, host, minute):
    zone = host["tz"]
    for trip in host.get("travel", []):
        begun = seconds(trip["from"]) <= minute * 60
        if begun and ("to" not in trip or minute * 60 <= seconds(trip["to"])):
            zone = trip["tz"]
            break
    here = _wall(zone, minute)
    on, weekday, at = here.date(), here.isoweekday() % 7, here.hour * 60 + here.minute
    for away in host.get("away", []):
        if date.fromisoformat(away["from_date"]) <= on <= date.fromisoformat(away["to_date"]):
            return False
    special = [one for one in host.get("overrides", []) if one["date"] == on.isoformat()]
    if special:
        ranges = [pair for one in special for pair in one["ranges"]]
    elif on.isoformat() in host.get("holidays", []):
        return False
    else:
        ranges = [(r["start"], r["end"]) for r in host["weekly"] if weekday in r["days"]]
    if not any(_clock(a) <= at < _closing(b) for a, b in ranges):
        return False
    of_type = problem["meeting_type"].get("weekly", [])
    return not of_type or any(
        weekday in r["days"] and _clock(r["start"]) <= at < _closing(r["end"]) for r in of_type
    )


def _is_taken(problem, host, minute):
    rules = problem["meeting_type"]
    spans = [(seconds(a), seconds(b)) for a, b in host.get("busy", [])]
    spans += [(seconds(one[0]), seconds(one[1])) for one in host.get("unknown", [])]
    own = list(host.get("bookings", []))
    for hold in problem.get("holds", []):
        lapsed = "expires_at" in hold and seconds(hold["expires_at"]) <= seconds(problem["now"])
        if hold["host"] == host["id"] and hold.get("owner") != "self" and not lapsed:
            own.append(hold)
    for one in own:
        before, after = one.get("buffer_before", 0) * 60, one.get("buffer_after", 0) * 60
        spans.append((seconds(one["start"]) - before, seconds(one["end"]) + after))
    before, after = rules.get("buffer_before", 0) * 60, rules.get("buffer_after", 0) * 60
    return any(
        start < end and start - after < minute * 60 + 60 and end + before > minute * 60
        for start, end in spans
    )


def _is_closed_by_limits(problem, host, minute):
    of_type = problem["meeting_type"].get("limits")
    everyone = [b for h in problem["hosts"] for b in h.get("bookings", []) if b.get("same_type")]
    zone = problem["hosts"][0]["tz"]
    if of_type and _is_full(problem, of_type, everyone, zone, minute):
        return True
    mine = host.get("limits")
    return bool(mine) and _is_full(problem, mine, host.get("bookings", []), host["tz"], minute)


def _is_full(problem, limits, bookings, zone, minute):
    here = _wall(zone, minute).date()
    for kind, caps in limits.items():
        for per, most in caps.items():
            same = [
                b
                for b in bookings
                if _key(per, _wall(zone, seconds(b["start"]) // 60).date()) == _key(per, here)
            ]
            if kind == "bookings" and len(same) >= most:
                return True
            booked = sum((seconds(b["end"]) - seconds(b["start"])) // 60 for b in same)
            if kind == "minutes" and booked + problem["meeting_type"]["duration"] > most:
                return True
    return False


def _key(per, on):
    return {"day": on, "week": on.isocalendar()[:2], "month": (on.year, on.month)}[per]


@cache
def _wall(zone, minute):
    return datetime.fromtimestamp(minute * 60, ZoneInfo(zone)).replace(tzinfo=None)


@cache
def seconds(text):
    return int(datetime.fromisoformat(text).astimezone(UTC).timestamp())


def _clock(text):
    return int(text[:2]) * 60 + int(text[3:])


def _closing(text):
    return 1440 if text in {"23:59", "24:00"} else _clock(text)
