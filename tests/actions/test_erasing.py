"""What is known of a guest goes when their org no longer keeps it, or when somebody asks; what was counted stays."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select

from handoff.actions.erase_guest import erase_guest, fingerprint
from handoff.actions.expire_guests import expire_guests
from handoff.actions.sync_settings import sync_settings
from handoff.errors import Unacceptable
from handoff.people import OrgId
from handoff.storage.tables import AuditRow, BookingRow, EffectRow, LedgerRow, Stored
from handoff.wording import say
from tests.actions.test_mirror import BOOKING, mirrored, org_id
from tests.cast import GUS, GUS_EMAIL
from tests.support.served import Served, org_of, refused
from tests.support.window import Window
from tests.web.test_changes import cancelled, change, salesforce

PIA = "pia@northwind.example"
NAMES = ("Gus", "Grant", GUS_EMAIL, "1600 Main Street", "Bring the plan", "Allergic to cats")
KEEPERS = ("page", "alembic_version")
"""The open window keeps its record until it ends."""


def booked(served: Served, at: str = "2026-03-03T14:30:00Z") -> tuple[Window, str]:
    window = served.open(GUS)
    hold = window.hold(window.question(window.pool("EMEA")), at)
    booking = window.book(
        hold["id"],
        guests=[PIA],
        subject="Discovery Call: Gus Grant",
        location="1600 Main Street",
        description="Bring the plan",
        notes="Allergic to cats",
    )
    return window, str(booking["booking"]["id"])


def everything(served: Served) -> str:
    """Return all that the database holds, but for open windows."""

    def read(session: Any) -> str:
        tables = [one for one in Stored.metadata.sorted_tables if one.name not in KEEPERS]
        names = set(inspect(session.connection()).get_table_names())
        rows = [session.execute(select(one)).all() for one in tables if one.name in names]
        return repr(rows)

    return served.parts.database.run(read)


def every(served: Served, row: type[Stored]) -> list[Any]:
    return served.parts.database.run(lambda session: list(session.scalars(select(row))))


def erased(served: Served, email: str = GUS_EMAIL, **others: Any) -> int:
    return erase_guest(served.parts, org_id(served), email=email, actor="operator", **others)


def keeps_for(served: Served, days: int | None) -> None:
    """Let the org say for how many days it keeps its guests' data, and the product read that."""
    with served.box.world.lock:
        for row in org_of(served).rows("Handoff_Settings__c").values():
            row["Guest_Data_Days__c"] = days
    sync_settings(served.parts, org_id(served))


class TestWhenSomebodyAsks:
    """By e-mail address, at once."""

    def test_nothing_of_the_guest_is_left_here_or_in_the_booking_record(
        self, served: Served
    ) -> None:
        window, booking = booked(served)
        served.deliver()
        mirrored(served)
        cancelled(window, booking, "Gus has left")
        served.deliver()
        before = every(served, LedgerRow)

        assert erased(served, "  GUS@Northwind.example ") == 1

        left = everything(served)
        assert [one for one in (*NAMES, PIA, "has left") if one in left] == []
        labels = [one["label"] for one in window.booking(booking)["effects"]]
        assert "Cancellation to an erased guest" in labels
        row = mirrored(served)
        assert (row["Guest_Name__c"], row["Guest_Email__c"], row["Reason__c"]) == (None,) * 3
        assert (row["Status__c"], row["Host__c"]) == ("Cancelled", row["Host__c"])
        assert len(every(served, LedgerRow)) == len(before)
        assert erased(served) == 0

    def test_the_audit_says_that_it_was_done_and_not_for_whom(self, served: Served) -> None:
        window, booking = booked(served)
        cancelled(window, booking)

        erased(served)

        line = next(one for one in every(served, AuditRow) if one.action == "erase_guest")
        assert line.subject == fingerprint(org_id(served), GUS_EMAIL)
        assert (line.actor, line.outcome["bookings"]) == ("operator", 1)

    def test_meetings_ahead_are_named_and_nothing_is_done(self, served: Served) -> None:
        booked(served)

        with pytest.raises(Unacceptable, match=r"Discovery Call with .+ on 3 Mar 2026, 14:30 UTC"):
            erased(served)

        [booking] = every(served, BookingRow)
        assert booking.guest["email"] == GUS_EMAIL

    def test_from_a_meeting_ahead_too_if_wanted_which_is_then_only_cancelled(
        self, served: Served
    ) -> None:
        window, booking = booked(served)
        held = window.hold(
            {**window.question(window.pool("EMEA")), "moving": booking}, "2026-03-05T15:30:00Z"
        )

        assert erased(served, including_future=True) == 1
        served.deliver()

        why = refused(change, window, booking, "move", hold_id=held["id"])
        assert "was erased" in why.error["message"]
        cancelled(window, booking)
        served.deliver()
        assert served.letters_to(GUS_EMAIL) == []
        assert {one.state for one in every(served, EffectRow)} <= {"done", "cancelled"}
        assert erased(served, PIA) == 0

    def test_a_guest_who_was_added_is_taken_out_alone(self, served: Served) -> None:
        window, booking = booked(served)
        served.deliver()
        cancelled(window, booking)

        assert erased(served, PIA) == 1

        left = everything(served)
        assert PIA not in left
        assert GUS_EMAIL in left

    def test_nor_does_their_address_stay_in_what_others_wrote(self, served: Served) -> None:
        window = served.open(GUS)
        hold = window.hold(window.question(window.pool("EMEA")), "2026-03-03T14:30:00Z")
        other = f"a.{PIA}"
        said = f"For {PIA.title()}, not for {other} or {PIA}.org."
        window.book(hold["id"], guests=[PIA], description=said, notes=f"<{PIA}>")

        def refuse(session: Any) -> None:
            for row in session.scalars(select(EffectRow)):
                row.last_error = say("The mail server said: {code} {words}", code=550, words=said)
            for row in session.scalars(select(BookingRow)):
                row.attention = row.title = said

        served.parts.database.run(refuse)
        erased(served, PIA, including_future=True)

        [row] = every(served, BookingRow)
        told = f"For …, not for {other} or {PIA}.org."
        assert (row.title, row.description, row.attention) == (told, told, told)
        assert row.notes == "<…>"
        words = {one.last_error for one in every(served, EffectRow) if one.recipient != PIA}
        assert words <= {f"The mail server said: 550 {told}", ""}

    @pytest.mark.parametrize("email", ["", "gus", "%", "_"])
    def test_only_an_address_will_do(self, standing: Served, email: str) -> None:
        with pytest.raises(Unacceptable):
            erased(standing, email)

    @pytest.mark.parametrize("email", ["%@northwind.example", "_us@northwind.example", "@"])
    def test_nobody_else_is_erased(self, standing: Served, email: str) -> None:
        assert erased(standing, email) == 0

    def test_each_org_has_guests_of_its_own(self, served: Served) -> None:
        booked(served)
        other = next(one for one in served.parts.settings.orgs if one != org_id(served))

        count = erase_guest(served.parts, OrgId(other), email=GUS_EMAIL, actor="operator")

        assert count == 0
        assert GUS_EMAIL in everything(served)


class TestWhenTheirTimeIsOver:
    """After as many days as the org says."""

    def test_old_meetings_forget_their_guests_and_newer_ones_do_not(self, served: Served) -> None:
        booked(served)
        keeps_for(served, 30)
        served.deliver()
        served.advance(timedelta(days=30))
        assert expire_guests(served.parts) == 0

        served.advance(timedelta(days=2))
        assert expire_guests(served.parts) == 1

        left = everything(served)
        assert [one for one in NAMES if one in left] == []
        assert mirrored(served)["Guest_Email__c"] is None
        assert expire_guests(served.parts) == 0
        line = next(one for one in every(served, AuditRow) if one.action == "expire_guests")
        assert line.outcome == {"bookings": 1}

    def test_an_org_that_says_nothing_keeps_them(self, served: Served) -> None:
        booked(served)
        keeps_for(served, None)
        served.advance(timedelta(days=4000))

        assert expire_guests(served.parts) == 0

    def test_a_booking_record_that_the_org_has_deleted_is_not_made_again(
        self, served: Served
    ) -> None:
        window, booking = booked(served)
        cancelled(window, booking)
        mirrored(served)
        with served.box.world.lock:
            org_of(served).rows(BOOKING).clear()

        erased(served)
        with pytest.raises(ValueError, match="not enough values"):
            mirrored(served)

        assert salesforce(served, BOOKING) == []
