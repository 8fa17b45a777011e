"""POST /launch: windows that an org opens with a token of its own, and everybody else who tries."""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import timedelta
from typing import Any

import jwt
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from handoff.org_settings import ObjectSetting
from handoff.records import UserAccess
from sandbox.salesforce.settings_changed import signed_token
from tests.cast import GUS, PRIVATE
from tests.support.inside import APP_URL
from tests.support.served import Served, org_of, refused
from tests.support.window import Answer, Window, record_id, signed_request

FERNHILL_ID = "00DFh0000008Q7kMAE"


def claims(served: Served, record: str = GUS, who: str = "olive", **changes: Any) -> dict[str, Any]:
    """Return what Apex puts into a launch token."""
    person = served.person(who)
    return {
        "user_id": person.user_id,
        "audience": APP_URL,
        "now": served.box.world.clock.now(),
        "recordId": record_id(served.box, record),
        "object": "Lead",
        "nonce": secrets.token_hex(16),
        "targetOrigin": served.box.url,
        "locale": "en_US",
        "language": "en_US",
        "zone": "America/New_York",
        "name": person.name,
        "email": person.email,
    } | changes


def token(served: Served, org_id: str = "", **values: Any) -> str:
    """Return a token signed by Larkspur, or by another org."""
    known = served.box.world.credentials.orgs[org_id or org_of(served).org_id]
    return signed_token(known, **values)


def post(served: Served, raw: str, path: str = "/launch", **headers: str) -> requests.Response:
    return requests.post(f"{served.url}{path}", data={"token": raw}, headers=headers, timeout=30)


def launched(served: Served, **values: Any) -> Window:
    answer = post(served, token(served, **claims(served, **values)))
    if answer.status_code != 200:
        raise Answer(answer)
    return Window.drawn(served.url, answer.text)


class TestAWindow:
    def test_opens_as_it_does_through_canvas(self, standing: Served) -> None:
        through_canvas = standing.open(GUS).context
        without = launched(standing, locale="de_DE").context

        same = ("record", "guests", "meeting_types", "sources", "hosts", "roles", "suggestion")
        assert {name: without[name] for name in same} == {
            name: through_canvas[name] for name in same
        }
        assert (without["frame"]["kind"], through_canvas["frame"]["kind"]) == ("launch", "canvas")
        assert without["frame"]["target_origin"] == standing.box.url
        assert without["organizer"]["locale"] == "de_DE"

    @pytest.mark.parametrize(
        ("record", "kind"),
        [
            ("contact:dana", "Contact"),
            ("account:northwind", "Account"),
            ("opportunity:northwind", "Opportunity"),
            ("case:northwind", "Case"),
            ("project:northwind", "Project__c"),
        ],
    )
    def test_shows_of_every_object_what_the_user_may_see(
        self, standing: Served, record: str, kind: str
    ) -> None:
        values = claims(standing, record, object=kind)
        answer = post(standing, token(standing, **values))
        through_canvas = standing.open(record).context

        without = Window.drawn(standing.url, answer.text).context
        assert without["record"] == through_canvas["record"]
        assert without["guests"] == through_canvas["guests"]
        assert without["sources"] == through_canvas["sources"]

    def test_books(self, served: Served) -> None:
        window = launched(served)
        question = window.question(window.host("Hana Berg"))
        hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])

        booking = window.book(hold["id"])["booking"]

        assert booking["host_name"] == "Hana Berg"
        assert served.row(booking["id"]).organizer_id == served.person("olive").user_id

    def test_opens_at_the_meeting_that_is_to_be_changed(self, served: Served) -> None:
        window = launched(served)
        question = window.question(window.host("Hana Berg"))
        hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
        key = window.book(hold["id"])["booking"]["id"]

        asked = claims(served, bookingKey=key, change="reschedule")
        window = Window.drawn(served.url, post(served, token(served, **asked)).text)

        assert window.context["asked"] == {"booking": key, "change": "reschedule"}

    def test_may_be_framed_by_the_page_that_asked_only(self, standing: Served) -> None:
        answer = post(standing, token(standing, **claims(standing)))

        policy = answer.headers["Content-Security-Policy"]
        assert f"frame-ancestors {standing.box.url} https://larkspur.my.salesforce.com" in policy

    def test_is_renewed_with_a_new_token_for_the_same_record(self, served: Served) -> None:
        window = launched(served)
        old = window.context["token"]
        served.advance(timedelta(minutes=31))

        fresh = token(served, **claims(served))
        renewed = post(served, fresh, "/launch/refresh", Authorization=f"Bearer {old}")

        assert renewed.status_code == 200
        window.context["token"] = renewed.json()["token"]
        assert window.ask("GET", "/hosts?q=hana")["hosts"]
        again = post(served, fresh, "/launch/refresh", Authorization=f"Bearer {old}")
        assert again.status_code == 401

    def test_saves_an_address_only_where_the_user_may(self, served: Served) -> None:
        window = launched(served)
        lead = record_id(served.box, GUS)
        body = {"record_id": lead, "email": "new@northwind.example"}

        assert window.ask("POST", "/guest-address", body) == {"saved": True}
        assert org_of(served).rows("Lead")[lead]["Email"] == "new@northwind.example"

        org_of(served).rules.forbid_editing(served.person("olive").user_id, lead)
        answer = refused(window.ask, "POST", "/guest-address", body | {"email": "x@y.example"})
        assert answer.status == 403
        assert org_of(served).rows("Lead")[lead]["Email"] == "new@northwind.example"


class TestWhatTheUserMayNotSee:
    def test_a_record_out_of_sight_is_not_found(self, standing: Served) -> None:
        answer = post(standing, token(standing, **claims(standing, PRIVATE)))

        assert answer.status_code == 404
        assert "handoff-context" not in answer.text

    @pytest.mark.parametrize(
        ("who", "seen"), [("olive", ["Industry"]), ("adam", ["Annual Revenue", "Industry"])]
    )
    def test_a_field_is_shown_to_those_only_whose_permissions_show_it(
        self, standing: Served, who: str, seen: list[str]
    ) -> None:
        org = next(iter(standing.parts.settings.orgs.values()))
        access = UserAccess(org.org_id, standing.person(who).user_id, org.instance_url, token="")
        account = record_id(standing.box, "account:northwind")
        wanted = ObjectSetting("Account", detail_fields=("AnnualRevenue", "Industry"))

        record = standing.parts.salesforce.read_record(access, "Account", account, wanted)

        assert [one.label for one in record.details] == seen

    def test_contacts_out_of_sight_are_nobody_to_invite(self, served: Served) -> None:
        dana = record_id(served.box, "contact:dana")
        values = claims(served, "account:northwind", object="Account")
        before = Window.drawn(served.url, post(served, token(served, **values)).text).context
        org_of(served).rules.denied.add((served.person("olive").user_id, dana.lower()))

        again = token(served, **values | {"nonce": secrets.token_hex(16)})
        after = Window.drawn(served.url, post(served, again).text).context

        assert dana in [one["record_id"] for one in before["guests"]]
        assert dana not in [one["record_id"] for one in after["guests"]]
        assert len(after["guests"]) == len(before["guests"]) - 1

    def test_a_related_record_out_of_sight_is_left_out(self, served: Served) -> None:
        values = claims(served, "contact:dana", object="Contact")
        account = record_id(served.box, "account:northwind")
        org_of(served).rules.denied.add((served.person("olive").user_id, account.lower()))
        through_canvas = served.open("contact:dana")

        answer = post(served, token(served, **values))
        context = Window.drawn(served.url, answer.text).context

        assert "Northwind" not in json.dumps(context["record"])
        assert context["record"] == through_canvas.context["record"]
        assert context["sources"] == through_canvas.context["sources"]


class TestAForgedToken:
    def test_without_a_signature_or_signed_with_the_certificate_is_refused(
        self, standing: Served
    ) -> None:
        good = jwt.decode(token(standing, **claims(standing)), options={"verify_signature": False})
        certificate = next(iter(standing.parts.settings.orgs.values())).signing_certificates[0]
        key = x509.load_pem_x509_certificate(certificate.encode()).public_key()
        public = key.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        forged = [jwt.encode(good, "", algorithm="none"), _hs256(good, public), *_broken(good)]

        for raw in forged:
            answer = post(standing, raw)
            assert answer.status_code == 401, raw
            assert "signature" in answer.text

    def test_by_another_org_is_refused(self, standing: Served) -> None:
        larkspur = org_of(standing).org_id
        values = claims(standing)

        assert post(standing, token(standing, FERNHILL_ID, **values)).status_code == 403
        foreign = token(standing, FERNHILL_ID, **values, iss=larkspur)
        assert post(standing, foreign).status_code == 401

    @pytest.mark.parametrize(
        "changes",
        [
            {"audience": "https://evil.example"},
            {"aud": None},
            {"iss": "00D000000000000"},
            {"exp": "soon"},
            {"iat": None},
        ],
    )
    def test_for_somebody_else_is_refused(self, standing: Served, changes: dict[str, Any]) -> None:
        answer = post(standing, token(standing, **claims(standing) | changes))

        assert answer.status_code == 401

    @pytest.mark.parametrize("minutes", [-6, 3])
    def test_out_of_time_is_refused(self, standing: Served, minutes: int) -> None:
        now = standing.box.world.clock.now() + timedelta(minutes=minutes)

        answer = post(standing, token(standing, **claims(standing, now=now)))

        assert answer.status_code == 401
        assert "too old" in answer.text

    def test_that_lives_too_long_is_refused(self, standing: Served) -> None:
        now = standing.box.world.clock.now()

        answer = post(standing, token(standing, **claims(standing), exp=now + timedelta(hours=1)))

        assert answer.status_code == 401

    def test_used_twice_opens_one_window(self, standing: Served) -> None:
        raw = token(standing, **claims(standing))

        assert [post(standing, raw).status_code for _ in range(2)] == [200, 401]

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"recordId": "x"}, 400),
            ({"recordId": None}, 400),
            ({"object": "Lead; DROP"}, 400),
            ({"object": "Contact"}, 404),
            ({"nonce": "short"}, 400),
            ({"targetOrigin": "https://evil.example"}, 403),
            ({"user_id": "00Q000000000001"}, 400),
        ],
    )
    def test_with_odd_claims_is_refused(
        self, standing: Served, changes: dict[str, Any], status: int
    ) -> None:
        answer = post(standing, token(standing, **claims(standing) | changes))

        assert answer.status_code == status
        assert "handoff-context" not in answer.text

    def test_of_somebody_without_the_permission_set_is_refused(self, standing: Served) -> None:
        answer = post(standing, token(standing, **claims(standing, who="handoff.integration")))

        assert answer.status_code == 403
        assert "Handoff Organizer" in answer.text


class TestARenewal:
    def test_of_another_window_is_refused(self, standing: Served) -> None:
        window = standing.open(GUS)
        bearer = {"Authorization": f"Bearer {window.context['token']}"}
        others = (
            claims(standing, "lead:inactive"),
            claims(standing, who="otto"),
        )

        for values in others:
            answer = post(standing, token(standing, **values), "/launch/refresh", **bearer)
            assert answer.status_code == 401

    def test_with_the_token_that_opened_it_is_refused(self, standing: Served) -> None:
        raw = token(standing, **claims(standing))
        window = Window.drawn(standing.url, post(standing, raw).text)

        bearer = {"Authorization": f"Bearer {window.context['token']}"}
        assert post(standing, raw, "/launch/refresh", **bearer).status_code == 401

    def test_a_launch_token_is_no_signed_request(self, standing: Served) -> None:
        raw = token(standing, **claims(standing))
        data = {"signed_request": raw}

        assert requests.post(f"{standing.url}/canvas", data=data, timeout=30).status_code == 401
        assert post(standing, signed_request(standing.box, GUS)).status_code == 401


def _hs256(payload: dict[str, Any], key: bytes) -> str:
    """Sign with the public key as if it were a secret; the library refuses to, so it is done by hand."""

    def part(found: bytes) -> str:
        return base64.urlsafe_b64encode(found).rstrip(b"=").decode()

    head = part(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    text = f"{head}.{part(json.dumps(payload).encode())}"
    return f"{text}.{part(hmac.new(key, text.encode(), hashlib.sha256).digest())}"


def _broken(payload: dict[str, Any]) -> list[str]:
    return ["", "x", "a.b.c", "..", "a" * 9000, json.dumps(payload)]
