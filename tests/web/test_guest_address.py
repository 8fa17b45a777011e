"""A corrected address goes back to where it was read from."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.cast import GUS
from tests.support.served import Served, org_of, refused, writes
from tests.support.window import Window


@pytest.fixture
def ruled(standing: Served) -> Iterator[Served]:
    """The shared product; what the company's admin forbids ends with the test."""
    yield standing
    requests.delete(f"{standing.box.url}/salesforce/rules", timeout=30)


class TestGuestAddress:
    """A corrected address goes back to where it was read from, with the organizer's own rights."""

    def save(self, window: Window, record_id: str, email: str = "new@northwind.example") -> Any:
        return window.ask("POST", "/guest-address", {"record_id": record_id, "email": email})

    @pytest.mark.parametrize(
        ("record", "guest", "object_name", "field"),
        [
            (GUS, GUS, "Lead", "Email"),
            ("contact:dana", "contact:dana", "Contact", "Email"),
            ("opportunity:northwind", "contact:dana", "Contact", "Email"),
            ("account:northwind", "contact:piers", "Contact", "Email"),
            ("case:northwind", "contact:dana", "Contact", "Email"),
            ("case:northwind", "case:northwind", "Case", "SuppliedEmail"),
        ],
    )
    def test_it_is_saved(
        self, standing: Served, record: str, guest: str, object_name: str, field: str
    ) -> None:
        guest_id = org_of(standing).keys[guest]

        assert self.save(standing.open(record), guest_id) == {"saved": True}

        written = writes(standing, object_name)[-1]
        assert (written["kind"], written["id"]) == ("update", guest_id)
        assert written["fields"] == {field: "new@northwind.example"}
        assert written["user"] == standing.person("olive").user_id

    def test_a_stranger_is_not_written_to(self, standing: Served) -> None:
        window = standing.open(GUS)

        for key in ("contact:dana", "lead:bjorn"):
            answer = refused(self.save, window, org_of(standing).keys[key])
            assert (answer.status, answer.error["field"]) == (422, "record_id")

    def test_an_account_has_no_address_of_its_own(self, standing: Served) -> None:
        window = standing.open("account:northwind")

        assert refused(self.save, window, window.context["record"]["id"]).status == 422

    def test_what_is_no_address_is_refused(self, standing: Served) -> None:
        window = standing.open(GUS)

        answer = refused(self.save, window, window.context["record"]["id"], "gus@")

        assert (answer.status, answer.error["field"]) == (422, "email")

    def test_salesforces_refusal_is_said_in_its_words(self, ruled: Served) -> None:
        window = ruled.open(GUS)
        org_of(ruled).rules.add(
            {"validation": {"object": "Lead", "message": "Ask marketing first"}}, user_ids={}
        )

        answer = refused(self.save, window, window.context["record"]["id"])

        assert answer.status == 502
        assert "Ask marketing first" in answer.error["message"]

    def test_an_ended_session_asks_for_a_new_one(self, standing: Served) -> None:
        window = standing.open(GUS)
        standing.fault("salesforce", "lose_access", call="sobjects.update", times=1)

        assert refused(self.save, window, window.context["record"]["id"]).status == 401
