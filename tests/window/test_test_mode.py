"""Test mode: a band over every page says where letters go."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from sandbox.credentials import LARKSPUR
from sandbox.salesforce.org import Org
from sandbox.server import Sandbox
from tests.cast import NOW
from tests.support.product import Product
from tests.support.window import Window
from tests.window.opened import OpenedWindow, press_button, violations, window_frame

RECORD, MAILBOX = "lead:gus", "rehearsals@larkspur.example"
WIDTHS = (1280, 600, 375)


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """The outside world, in which an admin has switched test mode on."""
    with Sandbox(now=NOW) as sandbox:
        org = sandbox.world.orgs[LARKSPUR.org_id]
        assert isinstance(org, Org)
        row = next(iter(org.rows("Handoff_Settings__c").values()))
        row |= {"Test_Mode__c": True, "Test_Mailbox__c": MAILBOX}
        yield sandbox


def test_the_band_stands_over_every_page_at_every_width(
    page: Page, product: Product, box: Sandbox
) -> None:
    opened = OpenedWindow(page, box, RECORD)
    band = opened.inside.locator("#test-mode")
    expect(band).to_have_text(f"Test mode: letters go to {MAILBOX}, and nobody is invited.")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        expect(band).to_be_in_viewport()
        assert opened.violations() == []
    window = Window.open(product.url, box, RECORD)
    question = window.question(window.host("Hana Berg"))
    window.book(window.hold(question, "2026-03-04T14:30:00Z")["id"])

    inside = press_button(page, box, RECORD)

    words = f"This is a test: its letters go to {MAILBOX}, and nobody is invited."
    expect(inside.locator(".meeting")).to_contain_text(words)
    expect(inside.locator("#test-mode")).to_be_in_viewport()
    assert violations(window_frame(page)) == []
