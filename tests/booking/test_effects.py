"""What a booking owes, to whom, and when it is tried again."""

from datetime import timedelta

from handoff.booking.effects import (
    BEFORE_OWNER,
    TRIES,
    WAITS,
    Addresses,
    EffectKind,
    LetterKind,
    Owed,
    owed_by_booking,
    wait_before_next,
)
from handoff.booking.letter_roles import CANCELS, ENDS, MOVES, ROLES

SECOND = timedelta(seconds=1)


def owed(
    *,
    organizer: str = "olive@x.example",
    confirms: bool = True,
    owner_field: str = "",
    changes_owner: bool = False,
) -> list[Owed]:
    """What a booking with two guests owes."""
    return owed_by_booking(
        main_host_id="hana",
        record_id="00Q",
        addresses=Addresses("hana@x.example", organizer, ("gus@y.example", "ann@y.example")),
        confirms_guests=confirms,
        owner_field=owner_field,
        changes_owner=changes_owner,
    )


def letters(effects: list[Owed]) -> dict[str, str]:
    """Who gets which letter."""
    return {one.recipient: one.template for one in effects if one.kind is EffectKind.LETTER}


def test_every_guest_the_host_and_the_organizer_get_one_letter_each() -> None:
    assert letters(owed()) == {
        "gus@y.example": LetterKind.GUEST,
        "ann@y.example": LetterKind.GUEST,
        "olive@x.example": LetterKind.ORGANIZER,
        "hana@x.example": LetterKind.HOST,
    }


def test_an_organizer_who_hosts_gets_the_hosts_letter_only() -> None:
    assert letters(owed(organizer="hana@x.example"))["hana@x.example"] == LetterKind.HOST


def test_guests_get_no_letter_where_the_type_confirms_none() -> None:
    assert set(letters(owed(confirms=False))) == {"olive@x.example", "hana@x.example"}


def test_everything_but_the_event_waits_for_the_event() -> None:
    assert [one.kind for one in owed() if not one.waits_for_calendar] == [EffectKind.CALENDAR]


def test_an_attention_letter_waits_for_nothing() -> None:
    assert not Owed(EffectKind.LETTER, "x", LetterKind.ATTENTION).waits_for_calendar


def test_the_owner_field_is_owed_where_an_admin_chose_one() -> None:
    assert Owed(EffectKind.OWNER_FIELD, "AE__c") in owed(owner_field="AE__c")


def test_the_records_owner_changes_after_all_else_where_an_admin_chose_so() -> None:
    last = owed(changes_owner=True, owner_field="SDR__c")[-1]

    assert (last.kind, last.waits_for_calendar) == (EffectKind.RECORD_OWNER, True)
    assert EffectKind.RECORD_OWNER not in {one.kind for one in owed()}
    assert EffectKind.RECORD_OWNER not in BEFORE_OWNER


def test_answers_are_written_where_a_question_says_so() -> None:
    effects = owed_by_booking(
        main_host_id="hana",
        record_id="00Q",
        addresses=Addresses("hana@x.example", "olive@x.example", ()),
        confirms_guests=True,
        owner_field="",
        writes_answers=True,
    )

    assert effects[-1] == Owed(EffectKind.RECORD_FIELDS, "00Q")


def test_every_letter_has_a_reader_and_is_of_one_kind_of_change() -> None:
    assert set(ROLES) == set(LetterKind)
    assert not MOVES & ENDS
    assert CANCELS < ENDS


def test_waits_grow_and_end_after_the_last_try() -> None:
    waits = [wait_before_next(attempt, unit=SECOND) for attempt in range(1, TRIES)]

    assert waits == [float(wait) for wait in WAITS]
    assert wait_before_next(TRIES, unit=SECOND) is None


def test_a_service_that_asks_for_longer_is_given_longer() -> None:
    assert wait_before_next(1, unit=SECOND, asked=17.0) == 17.0
    assert wait_before_next(3, unit=SECOND, asked=1.0) == WAITS[2]
