"""How a booking stands, in words."""

import pytest

from handoff.booking.effects import EffectKind, EffectState, LetterKind
from handoff.booking.standing import EffectNow, attention_lines, effect_lines, line_of, status_of
from handoff.booking.states import BookingState

REFUSED = EffectNow(
    EffectKind.SALESFORCE, EffectState.GIVEN_UP, attempts=1, error="Salesforce says: No."
)
CALENDAR = EffectNow(EffectKind.CALENDAR, EffectState.GIVEN_UP, attempts=8, error="Not found.")


@pytest.mark.parametrize(
    ("state", "attention", "effects", "status"),
    [
        ("accepted", "", (), "Accepted"),
        ("confirmed", "", (), "Confirmed"),
        ("confirmed", "Call them.", (), "Needs Attention"),
        ("confirmed", "", (REFUSED,), "Needs Attention"),
        ("accepted", "", (CALENDAR,), "Needs Attention"),
        ("cancelled", "Call them.", (REFUSED,), "Cancelled"),
        ("completed", "", (REFUSED,), "Completed"),
        ("no_show", "", (), "No Show"),
    ],
)
def test_what_is_still_to_take_place_needs_attention_if_something_was_given_up(
    state: str, attention: str, effects: tuple[EffectNow, ...], status: str
) -> None:
    assert status_of(BookingState(state), attention, effects) == status


def test_a_calendars_refusal_is_said_once() -> None:
    assert attention_lines("Not found.", [CALENDAR, REFUSED]) == [
        "Not found.",
        "Event in Salesforce: given up — Salesforce says: No.",
    ]
    assert attention_lines("", [CALENDAR]) == ["Calendar event: given up — Not found."]


@pytest.mark.parametrize(
    ("effect", "line"),
    [
        (EffectNow(EffectKind.CALENDAR, EffectState.DONE), "Calendar event: done"),
        (EffectNow(EffectKind.CALENDAR, EffectState.OWED), "Calendar event: waiting"),
        (
            EffectNow(EffectKind.CALENDAR, EffectState.CLAIMED, attempts=1),
            "Calendar event: waiting",
        ),
        (
            EffectNow(EffectKind.RECORD_OWNER, EffectState.OWED, attempts=2, error="Away."),
            "Owner of the record: waiting, 2 of 8 tries — Away.",
        ),
        (
            EffectNow(EffectKind.LETTER, EffectState.UNKNOWN, LetterKind.GUEST),
            "Letter to a guest: unknown whether it has arrived",
        ),
    ],
)
def test_a_line_says_how_far_an_effect_has_come(effect: EffectNow, line: str) -> None:
    assert line_of(effect) == line


def test_what_is_no_longer_wanted_has_no_line() -> None:
    gone = EffectNow(EffectKind.OWNER_FIELD, EffectState.CANCELLED)

    assert effect_lines([gone, CALENDAR]) == [line_of(CALENDAR)]
    assert line_of(gone).endswith("no longer wanted")


@pytest.mark.parametrize("kind", EffectKind)
@pytest.mark.parametrize("letter", LetterKind)
def test_every_effect_has_a_name(kind: EffectKind, letter: LetterKind) -> None:
    line = line_of(EffectNow(kind, EffectState.DONE, letter))

    assert line.endswith(": done")
    assert line[0].isupper()
