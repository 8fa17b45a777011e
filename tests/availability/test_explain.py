"""Why a start is closed: one example for each reason, with its beginning and end."""

import pytest

from handoff.availability.explain import explain
from handoff.availability.problem import read_problem
from handoff.availability.zones import instant_of, minute_of
from tests.availability.reference import seconds

MONDAY = "2026-06-15"
WEEK = [{"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "17:00"}]


def iso(minute):
    return instant_of(minute).strftime("%d %H:%M")


def reasons(time, *, host=(), rules=(), **members):
    problem = {
        "now": "2026-06-01T00:00:00Z",
        "window": {"from": f"{MONDAY}T00:00:00Z", "to": "2026-06-20T00:00:00Z"},
        "organizer_tz": "UTC",
        "meeting_type": {"mode": "solo", "duration": 30, "step": 30, **dict(rules)},
        "hosts": [{"id": 1, "tz": "UTC", "weekly": WEEK, **dict(host)}],
        **members,
    }
    start = seconds(f"2026-06-{time.replace(' ', 'T')}:00Z") // 60
    found = explain(read_problem(problem), start)[1]
    return [(one.why, iso(one.start), iso(one.end)) for one in found]


def span(first, last):
    return [f"{MONDAY}T{first}:00Z", f"{MONDAY}T{last}:00Z"]


def taken(first, last, **more):
    return dict(zip(("start", "end"), span(first, last), strict=True)) | more


BUSY = {"busy": [span("10:00", "10:30")]}
BOOKED = {"bookings": [taken("10:00", "10:30", buffer_after=15)]}
ONE_A_DAY = {"bookings": {"day": 1}}
HELD = [taken("10:00", "10:30", host=1, owner="another")]
CLOSED = {"overrides": [{"date": MONDAY, "ranges": [["13:00", "15:00"]]}]}
AWAY = {"away": [{"from_date": "2026-06-16", "to_date": "2026-06-17"}]}
HOLIDAY = {"holidays": ["2026-06-16"]}
MORNINGS = {"weekly": [{"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "12:00"}]}
UNKNOWN = {"unknown": [[*span("10:00", "12:00"), "calendar did not answer"]]}
RANGE = {"period": {"type": "RANGE", "from": f"{MONDAY}T00:00:00Z", "to": "2026-06-16T00:00:00Z"}}


@pytest.mark.parametrize(
    "time,given,expected",
    [
        ("15 09:00", {}, []),
        ("15 17:00", {}, [("hours", "15 17:00", "16 09:00")]),
        ("15 16:45", {}, [("hours", "15 17:00", "16 09:00")]),
        ("15 10:07", {}, [("grid", "15 10:07", "15 10:37")]),
        ("15 10:00", {"host": CLOSED}, [("override", "15 00:00", "15 13:00")]),
        ("16 10:00", {"host": AWAY}, [("away", "16 00:00", "18 00:00")]),
        ("16 10:00", {"host": HOLIDAY}, [("holiday", "16 00:00", "17 00:00")]),
        ("15 10:00", {"host": {**CLOSED, "holidays": [MONDAY]}}, [("override", "15 00:00", "15 13:00")]),
        ("15 13:00", {"host": {**CLOSED, "holidays": [MONDAY]}}, []),
        ("15 13:00", {"rules": MORNINGS}, [("type_hours", "15 12:00", "16 09:00")]),
        ("15 10:00", {"host": BUSY}, [("busy", "15 10:00", "15 10:30")]),
        ("15 09:30", {"host": BUSY}, []),
        ("15 09:30", {"host": BUSY, "rules": {"buffer_after": 5}}, [("buffer", "15 09:55", "15 10:00")]),
        ("15 10:30", {"host": BUSY, "rules": {"buffer_before": 5}}, [("buffer", "15 10:30", "15 10:35")]),
        ("15 10:00", {"host": BOOKED}, [("booking", "15 10:00", "15 10:30")]),
        ("15 10:30", {"host": BOOKED}, [("buffer", "15 10:30", "15 10:45")]),
        ("15 10:00", {"host": UNKNOWN}, [("unknown", "15 10:00", "15 12:00")]),
        ("15 10:00", {"holds": HELD}, [("hold", "15 10:00", "15 10:30")]),
        ("15 13:00", {"host": {**BOOKED, "limits": ONE_A_DAY}}, [("limit", "15 00:00", "16 00:00")]),
        ("15 10:00", {"now": f"{MONDAY}T09:10:00Z", "rules": {"min_notice": 60}}, [("notice", "15 09:10", "15 10:10")]),
        ("17 10:00", {"rules": RANGE}, [("period", "17 00:00", "25 10:30")]),
        ("12 10:00", {}, [("window", "12 10:00", "15 00:00")]),
        ("22 10:00", {}, [("window", "20 00:00", "22 10:30")]),
    ],
)  # fmt: skip
def test_a_closed_start_says_why_and_from_when_to_when(time, given, expected):
    assert reasons(time, **given) == expected


def test_several_reasons_are_all_given():
    found = reasons(
        "15 16:45", host={"busy": [span("16:00", "17:00")]}, rules={"min_notice": 99999}
    )

    assert [why for why, _, _ in found] == ["notice", "hours", "busy"]


def test_a_limit_of_the_type_closes_every_host():
    limited = {"limits": ONE_A_DAY}
    booked = {"bookings": [taken("10:00", "10:30", same_type=True)]}

    assert reasons("15 13:00", host=booked, rules=limited) == [("limit", "15 00:00", "16 00:00")]


def test_minutes_and_instants_are_the_same_thing():
    assert minute_of(instant_of(29_000_001)) == 29_000_001
