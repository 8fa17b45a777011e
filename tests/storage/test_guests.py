"""Guests are found by their address and by their age, however many bookings there are."""

from typing import Any

from sqlalchemy import event, text

from handoff.storage import bookings
from handoff.storage.bookings import FOLDED_TO_ASCII
from handoff.storage.database import Database
from tests.storage.rows import NOW, ORG, at, booking


def test_letters_that_fold_to_ascii_hide_nobody(database: Database) -> None:
    rows = [
        booking(guest={"email": "\u212aISS@STRASSE.example"}),
        booking(guest={"email": "kiß@straße.example"}),
        booking(guest={"email": "other@x.example"}, guests=["KIſS@stra\u1e9ee.example"]),
        booking(guest={"email": "INFO@x.example"}, guests=["ki\ufb06@strasse.example"]),
    ]
    wanted = {one.id for one in rows[:3]}
    database.run(lambda session: session.add_all(rows))

    found = database.run(lambda session: bookings.with_guest(session, ORG, "kiss@strasse.example"))

    assert {one.id for one in found} == wanted


def test_every_letter_that_folds_to_ascii_is_known() -> None:
    beyond = map(chr, range(128, 0x110000))

    assert {one for one in beyond if one.casefold().isascii()} == set(FOLDED_TO_ASCII)


def test_who_looks_for_old_guests_does_not_walk_past_those_who_are_erased(
    database: Database,
) -> None:
    rows = [booking(ends_at=at(one), erased_at=NOW if one < 5 else None) for one in range(10)]
    database.run(lambda session: session.add_all(rows))
    asked: list[tuple[str, Any]] = []

    def work(session: Any) -> list[str]:
        if session.bind.dialect.name == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))
        event.listen(session.bind, "before_cursor_execute", note)
        try:
            found = bookings.ended_before(session, ORG, at(8), limit=100)
        finally:
            event.remove(session.bind, "before_cursor_execute", note)
        (statement, values) = asked[-1]
        explain = "EXPLAIN QUERY PLAN " if session.bind.dialect.name == "sqlite" else "EXPLAIN "
        plan = session.connection().exec_driver_sql(explain + statement, values)
        return [f"{len(found)} found", *(str(line) for line in plan)]

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _x: Any, _many: bool) -> None:
        asked.append((statement, values))

    plan = database.run(work)

    assert plan[0] == "3 found"
    assert "booking_to_erase" in "\n".join(plan)
