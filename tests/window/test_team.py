"""The rules of pills, tried in the browser that they are written for: a table of steps, and random walks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.window.opened import ROOT

STATIC = ROOT / "handoff" / "web" / "static"
OWN = {
    "/walks.js": Path(__file__).with_name("team_walks.js"),
    "/cases.js": Path(__file__).with_name("team_cases.js"),
}
ORIGIN = "http://localhost:9"
"""Nothing listens there: the page and its modules are given by the test."""


@pytest.fixture(scope="module")
def rules(browser: Browser) -> Iterator[Page]:
    """A page that knows the rules of pills and nothing else."""
    page = browser.new_page()
    page.route(f"{ORIGIN}/**", _given)
    page.goto(f"{ORIGIN}/")
    page.evaluate(
        """async () => {
          const all = ["/walks.js", "/cases.js", "/static/window/folded.js"];
          Object.assign(window, ...(await Promise.all(all.map((one) => import(one)))));
        }"""
    )
    yield page
    page.close()


def _given(route: Route) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    if path == "/":
        route.fulfill(content_type="text/html", body="<!doctype html><title>Rules</title>")
        return
    file = OWN.get(path, STATIC / path.removeprefix("/static/"))
    route.fulfill(content_type="text/javascript", body=file.read_text())


def test_every_step_leads_to_the_hosts_that_are_asked_for(rules: Page) -> None:
    assert rules.evaluate("failedSteps()") == []


def test_what_is_not_allowed_says_why(rules: Page) -> None:
    assert rules.evaluate("failedReasons()") == []


def test_no_walk_of_steps_breaks_a_rule(rules: Page) -> None:
    told = rules.evaluate("walk(400, 60)")

    assert told["wrongs"] == []
    assert min(told["taken"].values()) > 100
    assert len(told["taken"]) == 12


def test_what_was_typed_is_found_whatever_its_accents(rules: Page) -> None:
    cases = {
        ("Zoë Müller", "muller"): ["Müller"],
        ("Hana Berg", "ha be"): ["Ha", "Be"],
        ("Ingeborg Berg", "berg"): ["Berg"],
        ("Łukasz Weiß", "lu weiss"): ["Łu", "Weiß"],
        ("Søren Ærø", "sor ae"): ["Sør", "Æ"],
        ("Ann (Sales)", "(s"): ["(S"],
        ("Hana Berg", "x"): [],
    }
    found = {
        (name, asked): [
            text
            for text, is_found in rules.evaluate(
                "([name, asked]) => matched(name, asked)", [name, asked]
            )
            if is_found
        ]
        for name, asked in cases
    }

    assert found == cases
