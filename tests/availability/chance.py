"""Small random slot problems with every member that the format knows, the same for every run."""

from datetime import datetime, timedelta
from random import Random

# A date near which some of the zones do something unusual, and a zone that does.
SPOTS = [
    ("2026-03-08", "America/New_York"),
    ("2026-03-29", "Europe/Berlin"),
    ("2026-04-05", "Australia/Lord_Howe"),
    ("2026-10-04", "Australia/Lord_Howe"),
    ("2026-04-24", "Africa/Cairo"),
    ("2026-10-29", "Africa/Cairo"),
    ("2026-11-01", "America/Havana"),
    ("2026-03-08", "America/Havana"),
    ("2026-09-06", "America/Santiago"),
    ("2011-12-30", "Pacific/Apia"),
    ("1990-10-28", "America/St_Johns"),
    ("2026-06-16", "Asia/Kathmandu"),
    ("2026-06-30", "Pacific/Auckland"),
]
ZONES = ["UTC", "America/New_York", "Europe/London", "Asia/Kolkata", "Pacific/Auckland"]
STEPS = [5, 10, 15, 15, 20, 30, 30, 60, 60, 45, 25, 7, 90, 120, 50]
DURATIONS = [5, 15, 30, 30, 45, 60, 60, 90]


def problem(seed):
    """Return the problem of that number."""
    r = Random(seed)
    spot, zone = r.choice(SPOTS)
    day = datetime.fromisoformat(spot) + timedelta(days=r.choice([-1, 0, 0, 0, 1]))
    start = day + timedelta(minutes=r.choice([0, 0, r.randrange(1440)]))
    end = start + timedelta(minutes=r.choice([600, 1440, 2000]))
    zones = [zone, zone, r.choice(ZONES)]
    hosts = [_host(r, number + 1, zones, day) for number in range(r.randint(1, 4))]
    found = {
        "now": _iso(r, start + timedelta(minutes=r.choice([-5000, -100, 0, 200])), seconds=0.3),
        "window": {"from": _iso(r, start, seconds=0.1), "to": _iso(r, end, seconds=0.1)},
        "organizer_tz": r.choice([*zones, "Asia/Kathmandu"]),
        "meeting_type": _rules(r, day),
        "hosts": hosts,
    }
    if r.random() < 0.4:
        found["holds"] = [_hold(r, found["now"], len(hosts), day) for _ in range(r.randint(1, 3))]
    return found


def crowd(size):
    """Return a problem with so many hosts in one pool, over four days."""
    r = Random(size)
    day = datetime(2026, 3, 28)  # noqa: DTZ001
    return {
        "now": "2026-03-28T03:10:00Z",
        "window": {"from": "2026-03-28T00:00:00Z", "to": "2026-04-01T00:00:00Z"},
        "organizer_tz": "Europe/London",
        "meeting_type": {"mode": "pool", "duration": 30, "step": 15, "buffer_after": 5},
        "hosts": [
            {
                "id": number,
                "tz": r.choice(ZONES),
                "weekly": [{"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "17:00"}],
                "busy": [_span(r, day) for _ in range(9)],
                "holidays": r.choice([[], [], ["2026-03-30"]]),
            }
            for number in range(size)
        ],
    }


def _rules(r, day):
    rules = {"mode": r.choice(["solo", "collective", "pool", "pool"])}
    rules["duration"] = r.choice(DURATIONS)
    if r.random() < 0.8:
        rules["step"] = r.choice(STEPS)
    _sometimes(r, 0.2, rules, "align", lambda: r.choice(["pack", "pack", "clock"]))
    _sometimes(r, 0.15, rules, "offset_start", lambda: r.choice([5, 10, 7]))
    _sometimes(r, 0.3, rules, "buffer_before", lambda: r.choice([5, 10, 15, 7]))
    _sometimes(r, 0.3, rules, "buffer_after", lambda: r.choice([5, 10, 30, 3]))
    _sometimes(r, 0.3, rules, "min_notice", lambda: r.choice([0, 60, 240, 13]))
    _sometimes(r, 0.2, rules, "weekly", lambda: _weekly(r))
    _sometimes(r, 0.3, rules, "limits", lambda: _limits(r))
    _sometimes(r, 0.2, rules, "period", lambda: _period(r, day))
    return rules


def _host(r, name, zones, day):
    host = {"id": name, "tz": r.choice(zones), "weekly": _weekly(r)}
    _sometimes(r, 0.7, host, "busy", lambda: [_span(r, day) for _ in range(r.randint(0, 5))])
    _sometimes(r, 0.2, host, "unknown", lambda: [[*_span(r, day), "calendar did not answer"]])
    _sometimes(r, 0.4, host, "bookings", lambda: [_booking(r, day) for _ in range(r.randint(1, 4))])
    _sometimes(r, 0.25, host, "limits", lambda: _limits(r))
    _sometimes(r, 0.25, host, "overrides", lambda: [_override(r, day), _override(r, day)])
    _sometimes(r, 0.15, host, "away", lambda: [_away(r, day)])
    _sometimes(r, 0.25, host, "travel", lambda: [_trip(r, day) for _ in range(r.randint(1, 2))])
    _sometimes(r, 0.2, host, "holidays", lambda: [_date(r, day), _date(r, day)])
    _sometimes(r, 0.25, host, "required", lambda: r.random() < 0.8)
    _sometimes(r, 0.3, host, "group", lambda: r.choice(["a", "b"]))
    return host


def _sometimes(r, share, found, name, value):
    if r.random() < share:
        found[name] = value()


def _weekly(r):
    if r.random() < 0.3:
        return [
            {"days": [0, 1, 2, 3, 4, 5, 6], "start": "00:00", "end": r.choice(["24:00", "23:59"])}
        ]
    return [
        {"days": r.sample(range(7), r.randint(4, 7)), "start": _time(r), "end": _time(r, 9)}
        for _ in range(r.randint(1, 3))
    ]


def _time(r, least=0):
    minute = r.choice([0, 0, 30, 15, 20, 59, r.randrange(60)])
    return f"{r.randint(least, 23):02}:{minute:02}"


def _limits(r):
    found = {}
    _sometimes(r, 0.6, found, "bookings", lambda: {r.choice(["day", "week", "month"]): _few(r)})
    _sometimes(r, 0.5, found, "minutes", lambda: {r.choice(["day", "week", "month"]): 40 * _few(r)})
    return found


def _few(r):
    return r.choice([0, 1, 2, 2, 3, 4, 5])


def _period(r, day):
    if r.random() < 0.5:
        return {"type": "ROLLING", "days": r.randint(0, 3)}
    first = day + timedelta(minutes=r.randrange(-1440, 1440))
    last = first + timedelta(minutes=r.randrange(1, 2000))
    return {"type": "RANGE", "from": _iso(r, first), "to": _iso(r, last)}


def _booking(r, day):
    start = day + timedelta(minutes=5 * r.randrange(-600, 600))
    end = start + timedelta(minutes=r.choice([0, 30, 30, 45, 60]))
    found = {"start": _iso(r, start), "end": _iso(r, end)}
    _sometimes(r, 0.4, found, "buffer_before", lambda: r.choice([5, 10]))
    _sometimes(r, 0.4, found, "buffer_after", lambda: r.choice([5, 15]))
    _sometimes(r, 0.7, found, "same_type", lambda: r.random() < 0.8)
    return found


def _hold(r, now, hosts, day):
    found = {**_booking(r, day), "host": r.randint(1, hosts + 1)}
    start = day + timedelta(minutes=r.randrange(1440))
    found |= {"start": _iso(r, start), "end": _iso(r, start + timedelta(minutes=30))}
    _sometimes(r, 0.5, found, "owner", lambda: r.choice(["self", "other"]))
    at = datetime.fromisoformat(now) + timedelta(seconds=r.choice([-1, 0, 1, 600]))
    _sometimes(r, 0.7, found, "expires_at", lambda: _iso(r, at))
    return found


def _span(r, day):
    start = day + timedelta(minutes=r.randrange(-1440, 2000))
    length = r.choice([0, 15, 30, 45, 60, 90, 120, r.randrange(200)])
    pair = [start, start + timedelta(minutes=length)]
    if r.random() < 0.2:
        pair = [start, pair[1] + timedelta(seconds=r.randrange(60))]
    return [_iso(r, one) for one in pair]


def _override(r, day):
    on = (day + timedelta(days=r.randint(-1, 2))).date()
    return {
        "date": on.isoformat(),
        "ranges": [[_time(r), _time(r, 9)] for _ in range(r.randint(0, 2))],
    }


def _date(r, day):
    return (day + timedelta(days=r.randint(-1, 2))).date().isoformat()


def _away(r, day):
    first = (day + timedelta(days=r.randint(-2, 2))).date()
    last = first + timedelta(days=r.choice([0, 0, 1]))
    return {"from_date": first.isoformat(), "to_date": last.isoformat()}


def _trip(r, day):
    start = day + timedelta(minutes=r.randrange(-1440, 2000))
    found = {"from": _iso(r, start, seconds=0.3), "tz": r.choice(["Asia/Tokyo", *ZONES])}
    end = start + timedelta(minutes=r.randrange(1, 2000))
    _sometimes(r, 0.8, found, "to", lambda: _iso(r, end, seconds=0.3))
    return found


def _iso(r, instant, seconds=0.0):
    if r.random() < seconds:
        instant = instant.replace(second=r.choice([1, 30, 59]))
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
