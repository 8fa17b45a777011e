"""The window's files: all of them loaded by name, small, and free of what a frame may not do."""

import re
from pathlib import Path

import pytest

from tests.support.slds_part import PART, WHOLE, part_of
from tests.window.opened import ROOT, zipped

WEB = ROOT / "handoff" / "web"
STATIC = WEB / "static"
MODULES = sorted((STATIC / "window").glob("*.js"))
VENDORED = (
    "event-calendar-5.10.1/event-calendar.min.css",
    "event-calendar-5.10.1/event-calendar.min.js",
    "canvas-js-sdk-1.41.0/canvas-all.js",
)
LARGEST_PAGE = 250_000
LONGEST_MODULE = 250
FORBIDDEN = re.compile(
    r"\b(localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML|outerHTML|eval)\b"
    r"|\b(alert|confirm|prompt)\("
)


def test_the_page_names_every_module_and_every_style() -> None:
    page = (WEB / "templates" / "window.html").read_text()

    modules = {path.stem for path in MODULES} - {"message", "approved"}
    styles = {path.stem for path in (STATIC / "css").glob("*.css")} - {"message", "slds_part"}
    assert {name for name in modules | styles if f'"{name}"' not in page} == set()


def test_scripts_and_styles_stay_within_what_a_page_may_weigh() -> None:
    own = [*MODULES, *(STATIC / "css").glob("*.css")]

    total = sum(map(zipped, [*own, *(STATIC / "vendor" / name for name in VENDORED)]))

    assert total <= LARGEST_PAGE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_says_what_it_is_for_and_keeps_to_what_a_frame_may_do(path: Path) -> None:
    text = path.read_text()

    assert text.startswith("// ")
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert FORBIDDEN.findall(text) == []


def test_the_part_of_salesforces_styles_is_what_its_maker_makes() -> None:
    whole = WHOLE.read_text(encoding="utf-8")

    assert PART.read_text(encoding="utf-8") == part_of(whole), "run bin/vendor"
    assert ".slds-button_brand" in PART.read_text(encoding="utf-8")


def test_only_one_module_speaks_with_the_server() -> None:
    assert [path.name for path in MODULES if "fetch(" in path.read_text()] == ["api.js"]


@pytest.mark.parametrize("name", ["layout", "window", "message", "approved"])
def test_no_template_carries_inline_style_or_handlers(name: str) -> None:
    text = (WEB / "templates" / f"{name}.html").read_text()

    assert re.findall(r"\sstyle=|\son[a-z]+=|<style", text) == []
