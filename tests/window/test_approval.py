"""Orgs in which users approve the app themselves: a pop-up at Salesforce, then the window by itself."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.support.product import Product
from tests.window.opened import press_button, violations, window_frame

LARKSPUR = "https://larkspur.my.salesforce.com"
ASKED = {"_sfdc_canvas_authvalue": "user_approval_required"}


def test_allowing_access_in_the_pop_up_opens_the_window(
    page: Page, product: Product, box: Any
) -> None:
    inside = press_button(page, box, "lead:gus", extra="&canvas=self-authorize")
    allow = inside.get_by_role("button", name="Allow access")
    expect(allow).to_be_visible()
    assert violations(window_frame(page)) == []

    with page.expect_popup() as opened:
        allow.click()
    asked = parse_qs(urlsplit(opened.value.url).query)
    opened.value.get_by_role("button", name="Deny").click()
    expect(inside.get_by_role("status")).to_contain_text("Access was not allowed")
    with page.expect_popup() as opened:
        allow.click()
    opened.value.get_by_role("button", name="Allow").click()

    expect(inside.get_by_role("button", name="Add Hosts")).to_be_visible()
    assert opened.value.is_closed()
    assert asked["redirect_uri"] == [f"{product.url}/oauth/callback"]
    assert asked["code_challenge_method"] == ["S256"]


def test_a_pop_up_closed_without_an_answer_leaves_a_way_on(
    page: Page, product: Product, box: Any
) -> None:
    page.goto(
        f"{product.url}/canvas?_sfdc_canvas_authvalue=user_approval_required&loginUrl={LARKSPUR}"
    )

    with page.expect_popup() as opened:
        page.get_by_role("button", name="Allow access").click()
    opened.value.close()

    expect(page.get_by_role("button", name="I allowed access, go on")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize(
    "login_url",
    [
        "",
        "https://elsewhere.my.salesforce.com",
        "http://larkspur.my.salesforce.com",
        "https://larkspur.my.salesforce.com:444",
        "https://larkspur.my.salesforce.com:port",
        "https://larkspur.my.salesforce.com.evil.example",
        "https://olive@larkspur.my.salesforce.com",
        "https://larkspur.my.salesforce.com/elsewhere",
        "javascript:alert(1)",
    ],
)
def test_an_address_of_no_registered_org_is_never_linked(product: Product, login_url: str) -> None:
    answer = requests.get(
        f"{product.url}/canvas", params={**ASKED, "loginUrl": login_url}, timeout=30
    )

    assert answer.status_code == 200
    assert "not set up" in answer.text
    assert "oauth2" not in answer.text
    assert "elsewhere" not in answer.text


def test_a_page_opened_without_salesforce_says_where_to_press(page: Page, product: Product) -> None:
    page.goto(f"{product.url}/canvas")

    expect(page.get_by_role("heading", name="Open Handoff from a record")).to_be_visible()
    assert violations(page) == []
    page.goto(f"{product.url}/oauth/callback?error=access_denied&state=x")
    expect(page.get_by_role("heading", name="Access not allowed")).to_be_visible()
    assert urlsplit(page.url).query == ""
    assert violations(page) == []
