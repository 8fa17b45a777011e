"""The window in another language and on another clock than the English one of the other tests."""

import re
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.support.product import Product
from tests.support.sentences import CATALOGUES, read_catalogue
from tests.window.opened import press_button, violations, window_frame

SHOWN = """() => {
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement: over, data } = walk.currentNode;
    if (!over.closest("script, noscript, style") && data.trim()) texts.push(data.trim());
  }
  for (const node of document.querySelectorAll("[aria-label], [title], [placeholder], [data-tip]")) {
    for (const name of ["aria-label", "title", "placeholder", "data-tip"]) {
      if (node.getAttribute(name)) texts.push(node.getAttribute(name));
    }
  }
  return texts;
}"""


def opened(page: Page, box: Any, language: str, locale: str) -> FrameLocator:
    return press_button(page, box, "lead:gus", extra=f"&language={language}&locale={locale}")


def hana_added(inside: FrameLocator) -> None:
    inside.locator("[data-key='add-hosts']").click()
    inside.locator(".option", has_text="Hana Berg").click()
    inside.locator("[data-slot]").first.wait_for()


def left_in_english(page: Page, language: str) -> list[str]:
    """Return what is shown though the catalogue has other words for it."""
    catalogue = read_catalogue(CATALOGUES / f"{language}.po")
    other = {str(one.id) for one in catalogue if one.id and one.id != one.string}
    return [text for text in window_frame(page).evaluate(SHOWN) if text in other]


def html(page: Page, name: str) -> str | None:
    return window_frame(page).locator("html").get_attribute(name)


def test_the_window_speaks_german_with_a_clock_of_24_hours(
    page: Page, product: Product, box: Any
) -> None:
    inside = opened(page, box, "de", "de_DE")
    hana_added(inside)

    assert (html(page, "lang"), html(page, "dir")) == ("de", "ltr")
    expect(inside.get_by_role("button", name="Mit gewählter Zeit fortfahren")).to_be_visible()
    expect(inside.locator(".toolbar__title")).to_have_text(re.compile(r"März 2026"))
    assert left_in_english(page, "de") == []
    assert violations(window_frame(page)) == []

    inside.locator("[data-slot='2026-03-03T14:30:00Z']").click()
    held = inside.locator(".bar__hold", has_text="Für Sie reserviert bis")
    expect(held).to_contain_text(re.compile(r"\b\d{2}:\d{2}\b"))
    expect(inside.locator(".bar__time").first).to_contain_text("09:30–10:00")
    inside.get_by_role("button", name="Mit gewählter Zeit fortfahren").click()
    expect(inside.get_by_role("heading", name="Planungsinformationen")).to_be_visible()
    shown = " ".join(window_frame(page).evaluate(SHOWN))
    assert not re.search(r"\d\s?[AP]M\b", shown)
    assert left_in_english(page, "de") == []


def test_the_window_speaks_japanese(page: Page, product: Product, box: Any) -> None:
    words = {str(one.id): str(one.string) for one in read_catalogue(CATALOGUES / "ja.po")}
    inside = opened(page, box, "ja", "ja_JP")
    hana_added(inside)

    assert (html(page, "lang"), html(page, "dir")) == ("ja", "ltr")
    name = words["Continue with Selected Time"]
    expect(inside.get_by_role("button", name=name)).to_be_visible()
    expect(inside.locator(".toolbar__title")).to_have_text(re.compile(r"2026/03/02"))
    assert left_in_english(page, "ja") == []


@pytest.mark.parametrize("locale", ["pt_BR", "de_DE_EURO"])
def test_a_language_without_a_catalogue_is_english_on_the_users_own_clock(
    page: Page, product: Product, box: Any, locale: str
) -> None:
    inside = opened(page, box, "pt_BR", locale)
    hana_added(inside)

    assert html(page, "lang") == "en"
    expect(inside.get_by_role("button", name="Continue with Selected Time")).to_be_visible()
    shown = " ".join(window_frame(page).evaluate(SHOWN))
    assert not re.search(r"\d\s?[AP]M\b", shown)
