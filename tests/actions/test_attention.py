"""A booking that needs a person says so in the same transaction that found it out, and once."""

import pytest
from sqlalchemy.orm import Session

from handoff.actions.deliver_effect import deliver_effect
from handoff.actions.retry_effect import retry_effect
from handoff.actions.tell_attention import tell_attention
from handoff.storage import bookings, outbox, pages
from handoff.storage.tables import EffectRow
from tests.cast import NOW
from tests.support.served import Served


def booked(served: Served, host: str) -> tuple[object, str]:
    window = served.open("lead:gus")
    question = window.question(window.host(host))
    slot = window.times(question, days=14)["slots"][0]
    hold = window.hold(question, slot["starts_at"])
    return window, window.book(hold["id"])["booking"]["id"]


def calendar_effect(served: Served, booking_id: str) -> EffectRow:
    return served.effects(booking_id)["calendar"]


def test_what_is_told_goes_with_the_transaction_that_found_it(served: Served) -> None:
    _, booking_id = booked(served, "Hana Berg")
    effect = calendar_effect(served, booking_id)

    def tell_and_fall(session: Session) -> None:
        tell_attention(session, effect, reason="No more room.", now=NOW)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        served.parts.database.run(tell_and_fall)

    assert served.row(booking_id).attention == ""
    assert "attention" not in served.effects(booking_id)


def test_a_calendar_that_refuses_for_good_is_told_once(served: Served) -> None:
    _, booking_id = booked(served, "Hana Berg")
    served.fault("google", "status", call="events.insert", status=403, times=None)

    served.deliver()
    deliver_effect(served.parts, calendar_effect(served, booking_id).id)

    assert calendar_effect(served, booking_id).state == "given_up"
    assert served.row(booking_id).attention
    attention = [one for one in served.effects(booking_id).values() if one.template == "attention"]
    assert [one.state for one in attention] == ["done"]


def test_a_retry_by_hand_finds_the_event_that_an_earlier_try_left(served: Served) -> None:
    window, booking_id = booked(served, "Hugo Sands")
    served.fault("microsoft", "drop_after", call="events.create", times=1)
    effect = calendar_effect(served, booking_id)
    deliver_effect(served.parts, effect.id)
    served.parts.database.run(
        lambda session: outbox.give_up(
            session,
            outbox.claim(session, effect.id, served.parts.settings.lease) or effect,
            state="given_up",
            error="",
        )
    )
    found_before = served.world()["calls"]["microsoft"].get("events.list", 0)

    page = served.parts.database.run(
        lambda session: pages.page_of(
            session, served.parts.sealer, window.context["token"], served.parts.clock.now()
        )
    )
    retry_effect(served.parts, page, effect.id)
    served.deliver()

    calls = served.world()["calls"]["microsoft"]
    assert calls.get("events.list", 0) == found_before + 1
    assert calls["events.create"] == 1
    assert len(served.events_of(served.person("hugo").email)) == 1
    booking = served.parts.database.run(
        lambda session: bookings.get(session, page.org_id, booking_id)
    )
    assert booking.state == "confirmed"
