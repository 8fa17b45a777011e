"""Titles of colleagues' events: told where the org wants it, of named hosts only, never of private events."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handoff.storage.busy_tables import BusyCopyRow
from sandbox.people import CalendarEvent
from tests.cast import EMEA, GUS, LARKSPUR
from tests.support.served import Served
from tests.web.test_moves import FREE, SOON_AFTER

HALF_AN_HOUR = timedelta(minutes=30)


def enter(
    served: Served, key: str, title: str, *, at: str = FREE, is_private: bool = False
) -> None:
    """Enter an event into somebody's calendar, as they would themselves."""
    email, starts_at = served.person(key).email, datetime.fromisoformat(at)
    event = CalendarEvent(
        id=f"own{uuid.uuid4().hex}",
        subject=title,
        starts_at=starts_at,
        ends_at=starts_at + HALF_AN_HOUR,
        organizer=email,
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
