"""Titles of colleagues' events: told where the org wants it, of named hosts only, never of private events."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handoff.storage.busy_tables import BusyCopyRow
from sandbox.copies import SHOWN_AS
from sandbox.people import Attendee, CalendarEvent
from tests.calendars.desks import Answer
from tests.cast import EMEA, GUS, LARKSPUR
from tests.support.served import Served, refused
from tests.web.test_moves import FREE, SOON_AFTER

HALF_AN_HOUR = timedelta(minutes=30)


def enter(
    served: Served,
    key: str,
    title: str,
    *,
    at: str = FREE,
    is_private: bool = False,
    answer: Answer = "",
) -> None:
    """Enter an event into somebody's calendar, or with an answer somebody else's invitation."""
    email, starts_at = served.person(key).email, datetime.fromisoformat(at)
    event = CalendarEvent(
        id=f"own{uuid.uuid4().hex}",
        subject=title,
        starts_at=starts_at,
        ends_at=starts_at + HALF_AN_HOUR,
        organizer=served.person("maya").email if answer else email,
        attendees=[Attendee(email, status=answer)] if answer else [],
        show_as=SHOWN_AS.get(answer, "busy"),
        is_private=is_private,
    )
    with served.box.world.lock:
        served.box.world.calendars[email].events[event.id] = event


def switch(served: Served, **switches: object) -> None:
    """Change the company's settings before the product has read them."""
    org = next(org for org in served.box.world.orgs.values() if org.name == LARKSPUR)
    (row,) = org.rows("Handoff_Settings__c").values()
    row.update(switches)


def titles(times: dict[str, Any]) -> set[str]:
    return {block["title"] for block in times["busy"]}


@pytest.mark.parametrize("is_shown", [True, False])
def test_titles_are_told_where_the_org_wants_it(served: Served, is_shown: bool) -> None:
    switch(served, Titles_Visible__c=is_shown)
    for key in ("hana", "hugo"):
        enter(served, key, f"Budget talks of {key}")
        enter(served, key, "Seeing the doctor", at=SOON_AFTER, is_private=True)
    window = served.open(GUS)
    hugo = {"host": served.person("hugo").user_id, "required": True}

    named = window.times(window.question(window.host("Hana Berg"), additional=[hugo]))
    pooled = window.times(window.question(window.pool(EMEA)))

    told = {"Budget talks of hana", "Budget talks of hugo"}
    assert titles(named) & told == (told if is_shown else set())
    assert "Seeing the doctor" not in titles(named)
    assert {"starts_at": SOON_AFTER, "title": ""} in [
        {"starts_at": one["starts_at"], "title": one["title"]} for one in named["busy"]
    ]
    assert titles(pooled) <= {""}
    rows = served.parts.database.run(lambda session: session.scalars(select(BusyCopyRow)).all())
    assert rows
    assert not any("Budget" in row.blocks for row in rows)
    assert window.hold(window.question(window.host("Hana Berg")), "2026-03-04T14:30:00Z")


@pytest.mark.parametrize("is_free", [True, False])
def test_an_org_may_let_unanswered_invitations_leave_time_free(
    served: Served, is_free: bool
) -> None:
    switch(served, Free_Unanswered_Tentative__c=is_free)
    for key in ("hana", "hugo"):
        enter(served, key, "Perhaps", answer="needsAction")
        enter(served, key, "Maybe", at=SOON_AFTER, answer="tentative")
    window = served.open(GUS)

    for name in ("Hana Berg", "Hugo Sands"):
        question = window.question(window.host(name))
        offered = {slot["starts_at"] for slot in window.times(question)["slots"]}
        assert (FREE in offered) is is_free
        assert SOON_AFTER not in offered
        if is_free:
            assert window.book(window.hold(question, FREE)["id"])["booking"]
        else:
            assert refused(window.hold, question, FREE).status == 409
