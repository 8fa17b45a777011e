"""What belongs to another organizer or another org looks as if it did not exist."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import update

from handoff.actions.sync_settings import sync_settings
from handoff.storage.window_tables import SettingsRow
from tests.cast import DANA, GUS
from tests.support.roles import grant, revoke
from tests.support.served import Served, org_of, refused
from tests.support.window import Window, record_id

HANA_FOUND = "/hosts?q=hana%20berg"
Booked = tuple[Window, str, dict[str, str]]


def may_not_edit(served: Served, who: str, record: str) -> None:
    """Let somebody see a record whose sharing lets them change nothing."""
    org = org_of(served)
    org.rules.forbid_editing(served.person(who).user_id, record_id(served.box, record))


@pytest.fixture
def olives(served: Served) -> Booked:
    """Olive's window, her booking on Gus Grant, and its effects' ids by kind; the calendar has given up."""
    window = served.open(GUS)
    question = window.question(window.host("Hana Berg"))
    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
    booking = window.book(hold["id"])["booking"]["id"]
    served.fault("google", "status", call="events.insert", status=400, times=1)
    served.deliver()
    return window, booking, {kind: row.id for kind, row in served.effects(booking).items()}


def test_another_orgs_booking_looks_like_none(served: Served, olives: Booked) -> None:
    fiona = served.open("lead:moss", "fiona")
    _, booking, effects = olives

    for method, path in (("GET", "/bookings/{}"), ("POST", "/effects/{}/retry")):
        theirs = refused(fiona.ask, method, path.format(booking))
        again = refused(fiona.ask, method, path.format(effects["calendar"]))
        unknown = refused(fiona.ask, method, path.format(uuid.uuid4()))
        assert theirs.status == unknown.status == 404
        assert theirs.text == again.text == unknown.text


def test_a_booking_on_a_record_out_of_sight_looks_like_none(served: Served, olives: Booked) -> None:
    nils = served.open("lead:own", "nils")
    _, booking, effects = olives

    shown, unknown = (
        refused(nils.ask, "GET", f"/bookings/{one}") for one in (booking, uuid.uuid4())
    )
    tried, nothing = (
        refused(nils.ask, "POST", f"/effects/{one}/retry")
        for one in (effects["calendar"], uuid.uuid4())
    )

    assert (shown.status, shown.text) == (404, unknown.text)
    assert (tried.status, tried.text) == (404, nothing.text)
    assert served.effects(booking)["calendar"].state == "given_up"


def test_a_colleague_on_the_same_record_sees_the_booking_but_may_not_retry(
    served: Served, olives: Booked
) -> None:
    otto = served.open(GUS, "otto")
    _, booking, effects = olives

    shown = otto.booking(booking)
    answer = refused(otto.ask, "POST", f"/effects/{effects['calendar']}/retry")

    assert shown["booking"]["id"] == booking
    assert answer.status == 403
    assert answer.error["message"] == "Only the organizer of this booking can try it again."
    assert served.effects(booking)["calendar"].state == "given_up"


def test_a_colleague_who_can_edit_the_record_may_cancel_from_another_one(
    served: Served, olives: Booked
) -> None:
    otto = served.open(DANA, "otto")
    _, booking, _ = olives

    cancelled = otto.ask(
        "POST", f"/bookings/{booking}/cancellation", {}, {"Idempotency-Key": "ottos-cancel"}
    )

    assert cancelled["booking"]["state"] == "cancelled"


def test_who_can_read_but_not_edit_the_record_sees_no_more_than_time_and_host(
    served: Served, olives: Booked
) -> None:
    _, booking, _ = olives
    may_not_edit(served, "otto", GUS)
    otto = served.open(GUS, "otto")

    [upcoming] = otto.context["upcoming"]
    shown = refused(otto.ask, "GET", f"/bookings/{booking}")

    assert (upcoming["id"], upcoming["can_change"], upcoming["guest"]) == (booking, False, None)
    assert upcoming["why_not"].startswith("You may not edit this record")
    assert shown.status == 404


def test_the_right_to_edit_is_asked_for_again_before_a_change(
    served: Served, olives: Booked
) -> None:
    _, booking, _ = olives
    otto = served.open(GUS, "otto")
    may_not_edit(served, "otto", GUS)

    answer = refused(
        otto.ask, "POST", f"/bookings/{booking}/cancellation", {}, {"Idempotency-Key": "too-late"}
    )

    assert answer.status == 404
    assert served.row(booking).state == "accepted"


def test_a_host_may_change_their_own_meeting_and_an_admin_everybodys(
    served: Served, olives: Booked
) -> None:
    _, booking, effects = olives
    for who in ("hana", "adam"):
        may_not_edit(served, who, GUS)
    grant(served, "hana", "Handoff_Organizer")
    hana, adam = served.open(DANA, "hana"), served.open(DANA, "adam")

    assert hana.booking(booking)["booking"]["can_change"]
    assert refused(hana.ask, "POST", f"/effects/{effects['calendar']}/retry").status == 403
    adam.ask("POST", f"/effects/{effects['calendar']}/retry")
    served.deliver()
    assert served.effects(booking)["calendar"].state == "done"

    revoke(served, "hana", "Handoff_Host")
    sync_settings(served.parts, org_of(served).org_id)
    assert refused(hana.ask, "GET", f"/bookings/{booking}").status == 404


def test_the_organizers_retry_does_what_was_given_up(served: Served, olives: Booked) -> None:
    window, booking, effects = olives

    window.ask("POST", f"/effects/{effects['calendar']}/retry")
    served.deliver()

    assert {row.state for row in served.effects(booking).values()} == {"done"}
    assert refused(window.ask, "POST", f"/effects/{effects['calendar']}/retry").status == 404


def test_roles_that_were_read_too_long_ago_let_nobody_act(served: Served) -> None:
    window = served.open(GUS)
    served.fault("salesforce", "status", call="composite.batch", status=503, times=None)
    last_read(served, before=timedelta(hours=23))
    still = (len(window.ask("GET", HANA_FOUND)["hosts"]), served.open(GUS).context["roles"])
    last_read(served, before=timedelta(hours=25))

    asked = refused(window.ask, "GET", HANA_FOUND)
    opened = refused(served.open, GUS)
    served.box.world.faults.clear()
    again = served.open(GUS)

    assert still == (1, ["organizer"])
    assert (asked.status, opened.status) == (503, 503)
    words = "Who may use Handoff was last read from Salesforce more than a day ago"
    assert asked.error["message"].startswith(words)
    assert words in opened.text
    assert again.context["roles"] == ["organizer"]
    assert window.ask("GET", HANA_FOUND)["hosts"]


def last_read(served: Served, *, before: timedelta) -> None:
    """Let nobody have read the org's settings for so long."""
    at = served.parts.clock.now() - before
    served.parts.database.run(
        lambda session: session.execute(update(SettingsRow).values(read_at=at))
    )


def test_another_windows_hold_looks_like_an_ended_one(served: Served) -> None:
    olive, otto, fiona = (
        served.open(GUS),
        served.open(GUS, "otto"),
        served.open("lead:moss", "fiona"),
    )
    question = olive.question(olive.host("Hana Berg"))
    hold = olive.hold(question, olive.times(question)["slots"][0]["starts_at"])["id"]

    for stranger in (otto, fiona):
        answers = [refused(stranger.book, one) for one in (hold, str(uuid.uuid4()))] + [
            refused(stranger.ask, "POST", f"/holds/{one}/extension")
            for one in (hold, str(uuid.uuid4()))
        ]
        assert {answer.status for answer in answers} == {410}
        assert len({answer.text for answer in answers}) == 1
        stranger.ask("DELETE", f"/holds/{hold}")

    assert olive.book(hold)["booking"]["host_name"] == "Hana Berg"


def test_another_orgs_hosts_pools_and_types_are_unknown(served: Served) -> None:
    olive, fiona = served.open(GUS), served.open("lead:moss", "fiona")
    hana, emea = olive.host("Hana Berg"), olive.pool("EMEA")
    type_id = olive.meeting_type("Discovery Call")

    for main in (hana, emea):
        answer = refused(fiona.times, fiona.question(main, "Intro Call"))
        assert answer.status == 422
        assert "busy" not in answer.text.lower()
    foreign = fiona.question(fiona.host("Felix Arden"), "Intro Call", meeting_type=type_id)
    assert refused(fiona.times, foreign).status == 422
    assert fiona.ask("GET", "/hosts?q=hana")["hosts"] == []


def test_an_orgs_bookings_use_its_own_grants_only(served: Served) -> None:
    fiona = served.open("lead:moss", "fiona")
    question = fiona.question(fiona.host("Felix Arden"), "Intro Call")
    hold = fiona.hold(question, fiona.times(question)["slots"][0]["starts_at"])

    booking = fiona.book(hold["id"])["booking"]["id"]
    served.deliver()

    assert {row.state for row in served.effects(booking).values()} == {"done"}
    written = {name: len(org["written"]) for name, org in served.world()["salesforce"].items()}
    assert written[served.row(booking).org_id] > 0
    assert sum(1 for count in written.values() if count) == 1


def test_one_organizers_key_is_not_anothers(served: Served) -> None:
    key = "the-same-key"
    found = []
    for who, host in (("olive", "Hana Berg"), ("otto", "Hugo Sands")):
        window = served.open(GUS, who)
        question = window.question(window.host(host))
        hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
        found.append(window.book(hold["id"], key=key)["booking"]["id"])

    assert len(set(found)) == 2
