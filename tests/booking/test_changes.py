"""What a moved or cancelled booking owes: to those who knew of it, and to nobody else."""

from dataclasses import replace

import pytest

from handoff.booking.changes import (
    MAY_BE_THERE,
    Former,
    OldEvent,
    owed_by_cancellation,
    owed_by_move,
)
from handoff.booking.effects import Addresses, EffectKind, LetterKind, Owed
from handoff.booking.states import BookingState, is_open

HANA, HUGO, OLIVE, GUS, ANN = (
    f"{name}@x.example" for name in ("hana", "hugo", "olive", "gus", "ann")
)
WAS = {"was": ["2026-03-03T14:30:00+00:00", "2026-03-03T15:00:00+00:00"]}
EVENT = OldEvent({"id": "hana", "name": "Hana Berg"}, "event-1", 1)
BEFORE = Former(
    main_host_id="hana",
    main_host_email=HANA,
    written_to={HANA, OLIVE, GUS, ANN},
    event=EVENT,
    details=WAS,
)
ADDRESSES = Addresses(HANA, OLIVE, (GUS, ANN))


def cancelled(
    former: Former = BEFORE, *, addresses: Addresses = ADDRESSES, confirms: bool = True
) -> list[Owed]:
    return owed_by_cancellation(
        former, record_id="00Q", addresses=addresses, confirms_guests=confirms
    )


def moved(
    former: Former = BEFORE,
    *,
    host: str = "hana",
    confirms: bool = True,
    field: str = "",
    changes_owner: bool = False,
) -> list[Owed]:
    return owed_by_move(
        former,
        main_host_id=host,
        record_id="00Q",
        addresses=replace(ADDRESSES, main_host=f"{host}@x.example"),
        confirms_guests=confirms,
        owner_field=field,
        changes_owner=changes_owner,
    )


def letters(effects: list[Owed]) -> dict[str, str]:
    return {one.recipient: one.template for one in effects if one.kind is EffectKind.LETTER}


def kinds(effects: list[Owed]) -> list[EffectKind]:
    return [one.kind for one in effects if one.kind is not EffectKind.LETTER]


def test_a_cancelled_meeting_is_taken_back_and_everybody_who_knew_is_told() -> None:
    owed = cancelled()

    assert kinds(owed) == [EffectKind.CALENDAR_REMOVAL, EffectKind.SALESFORCE]
    assert letters(owed) == {
        GUS: LetterKind.GUEST_CANCELLED,
        ANN: LetterKind.GUEST_CANCELLED,
        OLIVE: LetterKind.ORGANIZER_CANCELLED,
        HANA: LetterKind.HOST_CANCELLED,
    }


def test_who_never_heard_of_the_meeting_does_not_hear_that_it_is_off() -> None:
    owed = cancelled(Former("hana", HANA))

    assert kinds(owed) == [EffectKind.SALESFORCE]
    assert letters(owed) == {OLIVE: LetterKind.ORGANIZER_CANCELLED}


def test_guests_who_are_only_invited_are_told_by_the_provider_alone() -> None:
    assert set(letters(cancelled(confirms=False))) == {OLIVE, HANA}
    assert set(letters(moved(confirms=False))) == {OLIVE, HANA}


def test_an_organizer_who_hosts_gets_one_letter() -> None:
    owed = cancelled(addresses=replace(ADDRESSES, organizer=HANA))

    assert letters(owed)[HANA] == LetterKind.HOST_CANCELLED


def test_a_removal_recalls_where_the_event_is() -> None:
    [removal] = [one for one in cancelled() if one.kind is EffectKind.CALENDAR_REMOVAL]

    assert removal.recipient == "hana:1"
    assert removal.details == {"host": dict(EVENT.host), "event_id": "event-1", "event_version": 1}


def test_a_move_to_another_time_changes_the_event_that_is_there() -> None:
    owed = moved()

    assert kinds(owed) == [EffectKind.CALENDAR, EffectKind.SALESFORCE]
    assert owed[0].template == MAY_BE_THERE
    assert letters(owed) == {
        GUS: LetterKind.GUEST_MOVED,
        ANN: LetterKind.GUEST_MOVED,
        OLIVE: LetterKind.ORGANIZER_MOVED,
        HANA: LetterKind.HOST_MOVED,
    }


def test_a_move_before_anything_was_written_is_like_a_new_meeting() -> None:
    owed = moved(Former("hana", HANA))

    assert owed[0].template == ""
    assert set(letters(owed).values()) == {
        LetterKind.GUEST,
        LetterKind.ORGANIZER,
        LetterKind.HOST,
    }


def test_another_host_has_an_event_of_their_own_and_the_former_one_is_released() -> None:
    owed = moved(host="hugo")

    assert kinds(owed) == [
        EffectKind.CALENDAR,
        EffectKind.CALENDAR_REMOVAL,
        EffectKind.SALESFORCE,
    ]
    assert (owed[0].recipient, owed[0].template) == ("hugo", "")
    assert letters(owed)[HANA] == LetterKind.HOST_RELEASED
    assert letters(owed)[HUGO] == LetterKind.HOST


def test_a_host_who_had_not_heard_is_not_released() -> None:
    assert HANA not in letters(moved(Former("hana", HANA), host="hugo"))


@pytest.mark.parametrize(
    ("host", "unfinished", "is_owed"),
    [
        ("hana", {EffectKind.OWNER_FIELD}, True),
        ("hana", set(), False),
        ("hugo", set(), True),
    ],
)
def test_the_owner_field_follows_the_host(
    host: str, unfinished: set[EffectKind], is_owed: bool
) -> None:
    owed = moved(replace(BEFORE, unfinished=unfinished), host=host, field="AE__c")

    assert (EffectKind.OWNER_FIELD in kinds(owed)) is is_owed


def test_answers_that_were_not_written_yet_are_written_still() -> None:
    owed = moved(replace(BEFORE, unfinished={EffectKind.RECORD_FIELDS}))

    assert Owed(EffectKind.RECORD_FIELDS, "00Q") in owed


def test_what_must_be_done_whatever_comes_is_carried_on() -> None:
    removal = Owed(EffectKind.CALENDAR_REMOVAL, "maya:1", details={"event_id": "x"})
    release = Owed(EffectKind.LETTER, "maya@x.example", LetterKind.HOST_RELEASED)
    former = replace(BEFORE, carried=[removal, release])

    for owed in (cancelled(former), moved(former)):
        assert removal in owed
        assert release in owed


def test_a_released_host_who_hosts_again_is_told_just_that() -> None:
    release = Owed(EffectKind.LETTER, HUGO, LetterKind.HOST_RELEASED)
    owed = moved(replace(BEFORE, carried=[release]), host="hugo")

    assert letters(owed)[HUGO] == LetterKind.HOST


def test_who_was_not_told_of_the_last_move_is_reminded_of_the_time_they_know() -> None:
    known = ["2026-03-02T09:00:00+00:00", "2026-03-02T09:30:00+00:00"]
    owed = moved(replace(BEFORE, known_times={GUS: known}))

    recalled = {one.recipient: one.details for one in owed if one.kind is EffectKind.LETTER}
    assert recalled[GUS] == {"was": known}
    assert recalled[ANN] == WAS


def test_a_missing_address_gets_no_letter() -> None:
    assert "" not in letters(cancelled(addresses=replace(ADDRESSES, organizer="")))


def test_only_what_is_agreed_is_open() -> None:
    assert {state for state in BookingState if is_open(state)} == {
        BookingState.ACCEPTED,
        BookingState.CONFIRMED,
    }


def test_another_host_becomes_the_records_owner_too_and_a_cancellation_gives_nothing_back() -> None:
    unfinished = replace(BEFORE, unfinished={EffectKind.RECORD_OWNER})

    assert EffectKind.RECORD_OWNER in kinds(moved(host="hugo", changes_owner=True))
    assert EffectKind.RECORD_OWNER in kinds(moved(unfinished, changes_owner=True))
    assert EffectKind.RECORD_OWNER not in kinds(moved(changes_owner=True))
    assert EffectKind.RECORD_OWNER not in kinds(moved(host="hugo"))
    assert EffectKind.RECORD_OWNER not in kinds(cancelled(unfinished))
