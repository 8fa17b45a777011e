"""A record becomes its main host's where an admin chose so: last of all, visibly, and again if the host changes."""

from typing import Any

import requests

from tests.actions.test_channels import book, org_of, set_lead
from tests.cast import EMEA, GUS
from tests.support.served import Served
from tests.support.window import Window, record_id
from tests.web.test_changes import LATER, booked, cancelled
from tests.web.test_moves import moved

LABEL = "Owner of Gus Grant set to {name}"


def owner(served: Served) -> str:
    return str(org_of(served).rows("Lead")[record_id(served.box, GUS)]["OwnerId"])


def shown(window: Window, booking: str) -> dict[str, dict[str, Any]]:
    return {one["label"]: one for one in window.booking(booking)["effects"]}


def test_the_main_host_becomes_the_owner_after_all_else_is_written(served: Served) -> None:
    set_lead(served, Change_Record_Owner__c=True, Owner_Field__c="SDR__c")

    window, booking = book(served, "Hugo Sands")

    assert owner(served) == served.person("hugo").user_id
    assert shown(window, booking)[LABEL.format(name="Hugo Sands")]["state"] == "done"
    written = [one for one in org_of(served).written if one["object"] in ("Lead", "Event")]
    assert "OwnerId" in written[-1]["fields"]
    assert written[-1]["object"] == "Lead"


def test_nobody_becomes_the_owner_where_no_admin_chose_so(served: Served) -> None:
    before = owner(served)

    _, booking = book(served, "Hugo Sands")

    assert owner(served) == before
    assert "record_owner" not in served.effects(booking)


def test_another_host_becomes_the_owner_and_a_cancellation_gives_nothing_back(
    served: Served,
) -> None:
    set_lead(served, Change_Record_Owner__c=True)
    window = served.open(GUS)
    booking = booked(window, main=window.pool(EMEA))
    served.deliver()
    first = window.booking(booking)["booking"]["host_id"]
    assert owner(served) == first
    key = next(key for key, one in served.box.world.people.items() if one.user_id == first)
    served.make_busy(key, LATER)

    second = moved(window, booking, main=window.pool(EMEA))["booking"]["host_id"]
    served.deliver()
    cancelled(window, booking)
    served.deliver()

    assert owner(served) == second != first


def test_a_refusal_is_shown_in_salesforces_words_and_can_be_tried_again(served: Served) -> None:
    set_lead(served, Change_Record_Owner__c=True)
    rule = {"validation": {"object": "Lead", "message": "Ask the owner first."}}
    url = f"{served.box.url}/salesforce/rules"
    requests.post(url, json=rule, timeout=30).raise_for_status()
    window = served.open(GUS)
    question = window.question(window.host("Hugo Sands"))
    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
    booking = window.book(hold["id"])["booking"]["id"]
    served.deliver()

    effect = shown(window, booking)[LABEL.format(name="Hugo Sands")]
    requests.delete(url, timeout=30).raise_for_status()
    window.ask("POST", f"/effects/{effect['id']}/retry")
    served.deliver()

    assert effect["state"] == "given_up"
    assert "Ask the owner first." in effect["error"]
    assert owner(served) == served.person("hugo").user_id
