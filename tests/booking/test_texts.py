"""Texts are merged once, and what was merged is never read as a template."""

import pytest

from handoff.booking.texts import Texts, is_untouched, merged
from handoff.people import Guest

TEXTS = Texts(
    record_name="Northwind",
    guest=Guest("Gus", "{host.name}", "gus@northwind.example", "Northwind Robotics"),
    host_name="Hana Berg",
    organizer_name="Olive Ortega",
    meeting_type_name="Product Demo",
)


@pytest.mark.parametrize(
    "template, text",
    [
        ("{meeting_type.name} with {host.name}", "Product Demo with Hana Berg"),
        ("{guest.first_name} of {guest.company}", "Gus of Northwind Robotics"),
        ("{record.name}, booked by {organizer.name}", "Northwind, booked by Olive Ortega"),
        ("{guest.name}", "Gus {host.name}"),
        ("{guest.phone} {0} {}", "{guest.phone} {0} {}"),
    ],
)
def test_marks_are_filled_and_strange_ones_left(template: str, text: str) -> None:
    assert merged(template, TEXTS) == text


@pytest.mark.parametrize(
    "text, template, is_ours",
    [
        ("Product Demo with Hana Berg", "{meeting_type.name} with {host.name}", True),
        ("Product Demo with Hugo Sands", "{meeting_type.name} with {host.name}", False),
        ("Product Demo", "{meeting_type.name}: ", True),
        ("one\ntwo", "one  \ntwo\n", True),
        ("", "", True),
        ("", "{meeting_type.name}", False),
    ],
)
def test_what_the_window_filled_in_is_told_from_what_somebody_wrote(
    text: str, template: str, is_ours: bool
) -> None:
    assert is_untouched(text, template, TEXTS) is is_ours
