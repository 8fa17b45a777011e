"""The command line: problems in, answers out, refusals that name the member."""

import io
import json
import runpy
import sys
from copy import deepcopy

import pytest

from handoff.availability.command import main

PROBLEM = {
    "now": "2026-06-01T00:00:00Z",
    "window": {"from": "2026-06-15T00:00:00Z", "to": "2026-06-16T00:00:00Z"},
    "organizer_tz": "UTC",
    "meeting_type": {"mode": "pool", "duration": 30, "step": 30, "buffer_after": 10},
    "hosts": [
        {
            "id": 7,
            "tz": "UTC",
            "weekly": [{"days": [1], "start": "09:00", "end": "10:30"}],
            "busy": [["2026-06-15T09:40:00Z", "2026-06-15T09:50:00Z"]],
        },
        {"id": "b", "tz": "UTC", "weekly": [{"days": [1], "start": "10:00", "end": "11:00"}]},
        {"id": 2, "tz": "UTC", "weekly": [{"days": [1], "start": "10:00", "end": "10:30"}]},
    ],
}
NINE, TEN, HALF_PAST = (f"2026-06-15T{time}:00Z" for time in ("09:00", "10:00", "10:30"))


def ask(document, *arguments):
    raw = document if isinstance(document, bytes) else json.dumps(document).encode()
    answers, refusals = io.StringIO(), io.StringIO()
    status = main(arguments, io.BytesIO(raw), answers, refusals)
    return status, answers.getvalue(), refusals.getvalue()


def answer(document, *arguments):
    status, answers, refusals = ask(document, *arguments)
    assert (status, refusals) == (0, "")
    return json.loads(answers)


def changed(path, value):
    problem = deepcopy(PROBLEM)
    *parents, last = path
    place = problem
    for name in parents:
        place = place[name]
    place[last] = value
    return problem


def test_the_module_runs_as_a_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["availability"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(PROBLEM).encode())))

    with pytest.raises(SystemExit) as stopped:
        runpy.run_module("handoff.availability", run_name="__main__")

    assert stopped.value.code == 0
    assert json.loads(capsys.readouterr().out)["slots"] == [NINE, TEN, HALF_PAST]


def test_a_pool_names_the_free_hosts_in_order():
    assert answer(PROBLEM) == {
        "slots": [NINE, TEN, HALF_PAST],
        "hosts": {NINE: [7], TEN: [2, 7, "b"], HALF_PAST: ["b"]},
    }


def test_only_a_pool_names_hosts():
    assert answer(changed(["meeting_type", "mode"], "collective")) == {"slots": [TEN]}


def test_a_list_is_answered_one_by_one():
    both = answer([PROBLEM, changed(["meeting_type", "mode"], "solo")])

    assert [len(one["slots"]) for one in both] == [3, 1]


def test_an_explanation_gives_reasons_host_by_host():
    found = answer(PROBLEM, "--explain", "2026-06-15T09:30:00Z")

    assert found["start"] == "2026-06-15T09:30:00Z"
    assert found["hosts"]["7"] == [
        {"reason": "busy", "from": "2026-06-15T09:40:00Z", "to": "2026-06-15T09:50:00Z"}
    ]
    assert [one["reason"] for one in found["hosts"]["b"]] == ["hours"]


def test_a_free_host_has_no_reasons():
    assert answer(PROBLEM, "--explain", NINE)["hosts"]["7"] == []


@pytest.mark.parametrize(
    "options", [[], ["--cold"], ["--touch", "7"], ["--touch", "b"], ["--touch", "2", "--cold"]]
)
def test_repeating_adds_a_time_and_changes_no_answer(options):
    found = answer(PROBLEM, "--repeat", "5", *options)

    assert found.pop("ms") > 0
    assert found == answer(PROBLEM)


WRONG = [
    (["now"], None, "now must be a string"),
    (["now"], 5, "now must be a string"),
    (["now"], "yesterday", "now is no ISO 8601 instant"),
    (["now"], "2026-06-01T00:00:00", "now must say its offset from UTC, such as Z"),
    (["now"], "0001-01-01T00:00:00+14:00", "now is no ISO 8601 instant"),
    (["window"], [], "window must be an object"),
    (["window", "to"], "2026-06-14T00:00:00Z", "window.to lies before its start"),
    (["window", "from"], "0001-01-01T00:00:00Z", "window lies beyond the calendar"),
    (["window", "to"], "9999-01-01T00:00:00Z", "window lies beyond the calendar"),
    (["organizer_tz"], "Mars/Olympus", "organizer_tz is no known time zone"),
    (["organizer_tz"], "", "organizer_tz is no known time zone"),
    (["organizer_tz"], "../etc/passwd", "organizer_tz is no known time zone"),
    (["meeting_type"], None, "meeting_type must be an object"),
    (["meeting_type", "mode"], None, "meeting_type.mode must be a string"),
    (["meeting_type", "mode"], "any", "meeting_type.mode must be one of solo, collective, pool"),
    (["meeting_type", "duration"], 0, "meeting_type.duration must be at least 1"),
    (["meeting_type", "duration"], -30, "meeting_type.duration must be at least 1"),
    (["meeting_type", "duration"], 30.0, "meeting_type.duration must be a whole number"),
    (["meeting_type", "duration"], float("nan"), "meeting_type.duration must be a whole number"),
    (["meeting_type", "duration"], True, "meeting_type.duration must be a whole number"),
    (["meeting_type", "duration"], 10**12, "meeting_type.duration must be at least 1 and at most"),
    (["meeting_type", "step"], 0, "meeting_type.step must be at least 1"),
    (["meeting_type", "align"], "centre", 'meeting_type.align must be "clock" or "pack"'),
    (["meeting_type", "buffer_before"], -1, "meeting_type.buffer_before must be at least 0"),
    (["meeting_type", "limits"], 3, "meeting_type.limits must be an object"),
    (
        ["meeting_type", "limits"],
        {"bookings": {"day": "2"}},
        "meeting_type.limits.bookings.day must",
    ),
    (["meeting_type", "period"], {"type": "EVER"}, 'meeting_type.period.type must be "ROLLING" or'),
    (["meeting_type", "period"], {"type": "ROLLING"}, "meeting_type.period.days must be a whole"),
    (["hosts"], [], "hosts must name at least one host"),
    (["hosts"], None, "hosts must name at least one host"),
    (["hosts"], {}, "hosts must be a list"),
    (["hosts", 0], "Hana", "hosts[0] must be an object"),
    (["hosts", 0, "id"], None, "hosts[0].id must be a whole number or a string"),
    (["hosts", 1, "id"], 7, "hosts[1].id occurs twice"),
    (["hosts", 0, "required"], "yes", "hosts[0].required must be true or false"),
    (["hosts", 0, "group"], 1.5, "hosts[0].group must be a whole number or a string"),
    (["hosts", 0, "busy", 0], ["2026-06-15T09:40:00Z"], "hosts[0].busy[0] must be a list of 2"),
    (["hosts", 0, "busy", 0, 1], "2026-06-15T09:30:00Z", "hosts[0].busy[0][1] lies before its"),
    (["hosts", 0, "weekly", 0, "days"], [7], "hosts[0].weekly[0].days[0] must be a day"),
    (["hosts", 0, "weekly", 0, "start"], "nine", "hosts[0].weekly[0].start must be a time such"),
    (["hosts", 0, "weekly", 0, "end"], "24:01", "hosts[0].weekly[0].end must be a time from"),
    (["hosts", 0, "weekly", 0, "end"], "10:60", "hosts[0].weekly[0].end must be a time from"),
    (["hosts", 0, "away"], [{"from_date": "2026-06-31"}], "hosts[0].away[0].from_date is no ISO"),
    (["hosts", 0, "away"], [{"from_date": 3}], "hosts[0].away[0].from_date must be a string"),
    (
        ["hosts", 0, "away"],
        [{"from_date": "2026-06-20", "to_date": "2026-06-19"}],
        "hosts[0].away[0].to_date lies before its start",
    ),
    (["holds"], [{"host": 7, "start": NINE, "end": "soon"}], "holds[0].end is no ISO 8601 instant"),
]


@pytest.mark.parametrize("path,value,words", WRONG)
def test_a_wrong_problem_is_refused_and_its_member_named(path, value, words):
    status, answers, refusals = ask(changed(path, value))

    assert (status, answers) == (2, "")
    assert refusals.startswith(words)
    assert refusals.count("\n") == 1


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"9" * 5000])
def test_what_is_no_json_is_refused(raw):
    status, _, refusals = ask(raw)

    assert (status, refusals[:24]) == (2, "standard input is no JSO")


@pytest.mark.parametrize(
    "document,words", [(None, "the problem must be an object"), ([3], "[0] must be an object")]
)
def test_what_is_no_problem_is_refused(document, words):
    assert ask(document)[2].startswith(words)


def test_a_wrong_problem_in_a_list_is_named_by_its_place():
    assert ask([PROBLEM, changed(["hosts"], [])])[2].startswith("[1].hosts must name")


@pytest.mark.parametrize(
    "options,words",
    [
        (["--explain", "noon"], "--explain is no ISO 8601 instant"),
        (["--explain", "2026-06-15T09:00:30Z"], "--explain must be a whole minute"),
        (["--explain", "9999-12-31T23:59:00Z"], "--explain must be a whole minute"),
        (["--repeat", "2", "--touch", "9"], "--touch names no host: 9"),
    ],
)
def test_a_wrong_option_is_refused(options, words):
    status, _, refusals = ask(PROBLEM, *options)

    assert status == 2
    assert refusals.startswith(words)


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_wrong_number_of_repeats_is_refused(number):
    with pytest.raises(SystemExit) as stopped:
        ask(PROBLEM, "--repeat", number)

    assert stopped.value.code == 2


def test_time_without_end_is_still_time():
    problem = changed(["hosts", 0, "busy"], [["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]])

    assert answer(problem)["hosts"][TEN] == [2, "b"]
    assert answer(problem, "--explain", NINE)["hosts"]["7"] == [
        {"reason": "busy", "from": "0001-01-01T00:00:00Z", "to": "9999-12-31T23:59:00Z"}
    ]


def test_members_that_nobody_knows_are_ignored():
    assert answer({**PROBLEM, "colour": "teal"}) == answer(PROBLEM)
