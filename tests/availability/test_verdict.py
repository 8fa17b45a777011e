"""The first rule that leaves a host no time, and hosts who are free together at starts found without them."""

import pytest

from handoff.availability.problem import read_problem
from handoff.availability.together import free_together
from handoff.availability.verdict import verdict
from handoff.availability.zones import instant_of
from tests.availability.reference import seconds

MONDAY, TUESDAY = "2026-06-15", "2026-06-16"
WEEK = [{"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "17:00"}]
SUNDAYS = [{"days": [0], "start": "09:00", "end": "17:00"}]
MORNINGS = [{"days": [1], "start": "06:00", "end": "09:00"}]
BOOKED = {"start": f"{MONDAY}T10:00:00Z", "end": f"{MONDAY}T10:30:00Z", "same_type": True}
ALL_DAY = [f"{MONDAY}T00:00:00Z", f"{TUESDAY}T00:00:00Z"]
ONE_A_DAY = {"limits": {"bookings": {"day": 1}}}


def problem_of(*, host=(), rules=(), **members):
    return read_problem(
        {
            "now": "2026-06-01T00:00:00Z",
            "window": {"from": f"{MONDAY}T00:00:00Z", "to": f"{TUESDAY}T00:00:00Z"},
            "organizer_tz": "UTC",
            "meeting_type": {"mode": "collective", "duration": 30, "step": 30, **dict(rules)},
            "hosts": [{"id": 1, "tz": "UTC", "weekly": WEEK, **dict(host)}],
        }
        | members
    )


@pytest.mark.parametrize(
    ("members", "why", "is_of_type"),
    [
        ({"now": "2026-06-17T00:00:00Z"}, "notice", False),
        ({"now": f"{MONDAY}T16:45:00Z"}, "notice", False),
        ({"rules": {"period": {"type": "ROLLING", "days": 3}}}, "period", False),
        ({"host": {"weekly": SUNDAYS}}, "hours", False),
        ({"rules": {"weekly": MORNINGS}}, "type_hours", False),
        ({"host": {"away": [{"from_date": MONDAY, "to_date": MONDAY}]}}, "away", False),
        ({"host": {"holidays": [MONDAY]}}, "holiday", False),
        ({"host": {"weekly": SUNDAYS, "holidays": [MONDAY]}}, "hours", False),
        ({"rules": ONE_A_DAY, "host": {"bookings": [BOOKED]}}, "limit", True),
        ({"host": {"bookings": [BOOKED], **ONE_A_DAY}}, "limit", False),
        ({"host": {"busy": [ALL_DAY]}}, "busy", False),
        ({"host": {"unknown": [[*ALL_DAY, "no answer"]]}}, "busy", False),
        (
            {"holds": [{"host": 1, "owner": "other", "start": ALL_DAY[0], "end": ALL_DAY[1]}]},
            "hold",
            False,
        ),
    ],
)
def test_the_first_rule_that_leaves_nothing_is_named(members, why, is_of_type):
    problem = problem_of(**members)

    found = verdict(problem, problem.hosts[0], (problem.start, problem.end))

    assert (found.why, found.is_of_type) == (why, is_of_type)


def test_where_there_is_room_there_is_no_verdict():
    problem = problem_of(host={"busy": [[f"{MONDAY}T09:00:00Z", f"{MONDAY}T16:30:00Z"]]})

    assert verdict(problem, problem.hosts[0], (problem.start, problem.end)) is None


def test_counted_bookings_close_the_types_days_whoever_hosts_them():
    free = problem_of(rules=ONE_A_DAY)
    full = problem_of(rules=ONE_A_DAY, host={"bookings": [BOOKED]})
    moved = type(free)(**{**vars(free), "counted": full.hosts[0].bookings})

    assert verdict(free, free.hosts[0], (free.start, free.end)) is None
    assert verdict(moved, moved.hosts[0], (moved.start, moved.end)).is_of_type


def test_hosts_are_free_together_at_any_minute_not_only_on_their_own_grid():
    busy = [[f"{MONDAY}T10:00:00Z", f"{MONDAY}T11:10:00Z"]]
    later = [{"days": [1], "start": "09:30", "end": "12:00"}]
    problem = problem_of(
        hosts=[
            {"id": 1, "tz": "UTC", "weekly": WEEK, "busy": busy},
            {"id": 2, "tz": "UTC", "weekly": later},
        ]
    )
    times = ("08:30", "09:00", "09:30", "09:31", "11:00", "11:10", "11:17", "11:30", "11:31")
    starts = [seconds(f"{MONDAY}T{one}:00Z") // 60 for one in times]

    found = sorted(free_together(problem, starts))

    assert [instant_of(one).strftime("%H:%M") for one in found] == [
        "09:30",
        "11:10",
        "11:17",
        "11:30",
    ]
