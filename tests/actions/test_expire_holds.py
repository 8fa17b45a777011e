"""What has lapsed is let go: holds with their time, and what nobody asks for any more."""

from datetime import timedelta

from handoff.actions.expire_holds import expire_holds
from handoff.clock import StartedClock
from handoff.spans import Span
from handoff.storage import bookings, host_time
from handoff.storage.describes import SqlDescribes
from tests.cast import NOW
from tests.support.served import Served


def later(served: Served, wait: timedelta) -> int:
    """Let so much time pass and expire what has lapsed by then."""
    served.advance(wait)
    return expire_holds(served.parts)


def test_a_lapsed_hold_gives_its_time_back_and_a_live_one_keeps_it(served: Served) -> None:
    window = served.open("lead:gus")
    question = window.question(window.host("Hana Berg"))
    held = window.hold(question, window.times(question)["slots"][0]["starts_at"])
    org_id = next(iter(served.parts.settings.orgs))

    def rows() -> int:
        span = Span(NOW, NOW + timedelta(days=30))
        return served.parts.database.run(
            lambda session: len(host_time.taken(session, org_id, [held["host_id"]], span, NOW))
        )

    assert later(served, timedelta(minutes=1)) == 0
    assert rows() == 1
    assert later(served, timedelta(minutes=20)) == 1
    assert rows() == 0


def test_request_keys_are_forgotten_after_two_days_and_describes_after_one(served: Served) -> None:
    org_id = next(iter(served.parts.settings.orgs))
    describes = SqlDescribes(served.parts.database, StartedClock(NOW))
    describes.put(org_id, "user", "Lead", {"name": "Lead"})
    served.parts.database.run(
        lambda session: bookings.remember_key(
            session,
            org_id=org_id,
            user_id="user",
            key="key",
            request_hash="hash",
            booking_id="booking",
            now=NOW,
        )
    )

    def keys() -> bool:
        return served.parts.database.run(
            lambda session: bookings.by_key(session, org_id, "user", "key") is not None
        )

    def described() -> bool:
        fresh = SqlDescribes(served.parts.database, StartedClock(NOW))
        return fresh.get(org_id, "user", "Lead") is not None

    later(served, timedelta(hours=23))
    assert (keys(), described()) == (True, True)
    later(served, timedelta(hours=2))
    assert (keys(), described()) == (True, False)
    later(served, timedelta(hours=24))
    assert not keys()
