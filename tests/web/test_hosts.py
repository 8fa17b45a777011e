"""Everybody in the org can be found while typing, and who cannot be booked says why."""

from datetime import timedelta

import pytest

from handoff.meeting_types import Platform
from handoff.org_settings import Colleague, OrgSettings
from handoff.people import Host, HostId, Provider
from handoff.web.directory import Directory, folded
from tests.cast import CORA, GUS, INES, LUIS, ROSA
from tests.support.served import Served
from tests.support.window import Window


def host(number: int, name: str, title: str = "", provider: Provider = Provider.GOOGLE) -> Host:
    return Host(
        HostId(f"h{number}"), name, "", "Europe/Berlin", provider, "c@larkspur.example", title
    )


NAMES = (
    ("Zoë Søndergaard", "Legal Counsel"),
    ("Łukasz Weiß", "Field Engineer"),
    ("Anne-Marie O'Dowd", "Account Manager (EMEA)"),
    ("Marie Curtis", "Engineering Manager"),
    ("Rosemarie Abt", "Recruiter"),
)
SETTINGS = OrgSettings(
    hosts=(
        host(1, "Mario Bassi", "Account Executive"),
        host(2, "Ed Marsh", "Account Executive"),
        host(3, "Marta Nowak", "Account Executive", Provider.NONE),
    ),
    colleagues=(
        Colleague("h1", "Mario Bassi", "Account Executive"),
        *(Colleague(f"c{at}", *one) for at, one in enumerate(NAMES)),
        Colleague("c9", "Marcus Gone", is_active=False),
    ),
)


def names(typed: str, *, most: int = 50) -> list[str]:
    return [one.person.name for one in Directory(SETTINGS).find(typed, most=most)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zoe sond", ["Zoë Søndergaard"]),
        ("SØNDER", ["Zoë Søndergaard"]),
        ("lukasz", ["Łukasz Weiß"]),
        ("weiss", ["Łukasz Weiß"]),
        ("anne-m", ["Anne-Marie O'Dowd"]),
        ("emea", ["Anne-Marie O'Dowd"]),
        ("  engineer  ", ["Łukasz Weiß", "Marie Curtis"]),
        ("manager marie", ["Anne-Marie O'Dowd", "Marie Curtis"]),
        ("weiß counsel", []),
        ("%", []),
    ],
)
def test_accents_case_and_order_do_not_matter(typed: str, found: list[str]) -> None:
    assert names(typed) == found


def test_who_can_be_booked_comes_first_then_the_beginning_of_the_name() -> None:
    assert names("mar") == [
        "Mario Bassi",
        "Ed Marsh",
        "Marcus Gone",
        "Marie Curtis",
        "Marta Nowak",
        "Anne-Marie O'Dowd",
        "Rosemarie Abt",
    ]


def test_a_host_is_listed_once_and_everybody_without_a_question() -> None:
    assert len(names("")) == 9
    assert names("", most=2) == ["Ed Marsh", "Mario Bassi"]


def test_everybody_says_what_keeps_them() -> None:
    found = {one.person.name: one.reason for one in Directory(SETTINGS).find("", most=50)}

    assert found["Ed Marsh"] == ""
    assert found["Marta Nowak"] == "no calendar connected"
    assert found["Marie Curtis"] == "not a Handoff Host"
    assert found["Marcus Gone"] == "inactive user"


def test_folding_leaves_other_scripts_alone() -> None:
    assert folded(" 田中  Æsop ") == "田中 aesop"


@pytest.fixture
def window(standing: Served) -> Window:
    """A window on Gus Grant's record."""
    return standing.open(GUS)


def test_a_summary_shows_what_the_window_needs(window: Window) -> None:
    (hana,) = window.ask("GET", "/hosts?q=hana%20berg")["hosts"]

    assert hana == {
        "id": window.host("Hana Berg")["host"],
        "name": "Hana Berg",
        "title": "Account Executive",
        "zone": "Europe/Berlin",
        "initials": "HB",
        "reason": "",
        "platforms": [Platform.GOOGLE_MEET, Platform.NONE],
        "platform": Platform.GOOGLE_MEET,
        "read_only": False,
    }


def test_all_users_are_found_with_their_reasons(standing: Served, window: Window) -> None:
    def first(key: str) -> dict[str, object]:
        found = window.ask("GET", f"/hosts?q={standing.person(key).name}")["hosts"]
        summary: dict[str, object] = found[0]
        return summary

    assert first("olive")["reason"] == "not a Handoff Host"
    assert first("olive")["platforms"] == []
    assert first(INES)["reason"] == "inactive user"
    assert first(CORA)["reason"] == "no calendar connected"
    assert (first(ROSA)["reason"], first(ROSA)["read_only"]) == ("", True)


def test_at_most_fifty_are_listed_whatever_is_typed(window: Window) -> None:
    everybody = window.ask("GET", "/hosts")["hosts"]
    odd = window.ask("GET", f"/hosts?q={'%25_' * 400}")["hosts"]

    assert len(everybody) == 50
    assert not any(one["reason"] for one in everybody)
    assert odd == []


def test_a_lost_calendar_says_since_when(served: Served) -> None:
    window = served.open(GUS)
    luis = served.person(LUIS)
    window.times(window.question({"host": luis.user_id}))

    served.advance(timedelta(days=2, hours=1))
    (found,) = served.open(GUS).ask("GET", f"/hosts?q={luis.name}")["hosts"]

    assert found["reason"] == "calendar access lost 2 days ago"
