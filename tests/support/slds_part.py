"""Writes the part of Salesforce's style sheet that the window uses (`bin/vendor` runs it); the whole lies unmodified beside."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "handoff" / "web"
WHOLE = WEB / "static/vendor/slds-2.264.1/styles/salesforce-lightning-design-system.min.css"
PART = WEB / "static" / "css" / "slds_part.css"
HEAD = """\
/* The rules of Lightning Design System 2.264.1 that the window uses, made by bin/vendor from
   vendor/slds-2.264.1. Copyright (c) 2015-present Salesforce, Inc. Its licence is in that folder. */
"""
NAME = re.compile(r"\.([\w-]+)")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
CLASS = re.compile(r"slds-[\w-]+")
GROUPS = ("media", "supports", "layer")


def part_of(whole: str) -> str:
    """Return what is left of the whole sheet when rules for classes that the window does not have are taken out."""
    used = used_classes()
    kept = list(_kept(tinycss2.parse_stylesheet(whole, True, True), used))
    ours = "".join(
        path.read_text() for path in (WEB / "static" / "css").glob("*.css") if path != PART
    )
    names = _needed_variables(kept, ours)
    text = "\n".join(filter(None, (_without_unused(rule, names) for rule in kept)))
    animations = set(re.findall(r"animation(?:-name)?:\s*([\w-]+)", text))
    frames = [
        rule.serialize()
        for rule in tinycss2.parse_stylesheet(whole, True, True)
        if isinstance(rule, AtRule)
        and rule.lower_at_keyword == "keyframes"
        and tinycss2.serialize(rule.prelude).strip() in animations
    ]
    return HEAD + "\n".join([text, *frames]) + "\n"


def used_classes() -> set[str]:
    """Return the names of Salesforce's classes in templates and scripts; one ending in _ stands for all that begin so."""
    sources = [*(WEB / "templates").glob("*.html"), *(WEB / "static" / "window").glob("*.js")]
    return {name for path in sources for name in CLASS.findall(path.read_text())}


def _kept(rules: list[Node], used: set[str]) -> Iterator[Node]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            wanted = [one for one in _selectors(rule) if _is_used(one, used)]
            if wanted:
                rule.prelude = tinycss2.parse_component_value_list(",".join(wanted))
                yield rule
        elif isinstance(rule, AtRule) and rule.lower_at_keyword in GROUPS and rule.content:
            inner = list(_kept(tinycss2.parse_rule_list(rule.content, True, True), used))
            if inner:
                rule.content = tinycss2.parse_component_value_list(tinycss2.serialize(inner))
                yield rule


def _selectors(rule: QualifiedRule) -> list[str]:
    parts: list[list[Node]] = [[]]
    for token in rule.prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def _is_used(selector: str, used: set[str]) -> bool:
    prefixes = tuple(name for name in used if name.endswith("_"))
    return all(
        name in used or bool(prefixes and name.startswith(prefixes))
        for name in NAME.findall(selector)
    )


def _needed_variables(rules: list[Node], ours: str) -> set[str]:
    """Return the variables that a kept rule reads, and those that these are made of."""
    declared: dict[str, set[str]] = {}
    needed = set(VARIABLE.findall(ours))
    for text in (str(rule.serialize()) for rule in rules):
        for name, value in re.findall(r"(--[\w-]+)\s*:\s*([^;}]*)", text):
            declared.setdefault(name, set()).update(VARIABLE.findall(value))
        needed |= set(VARIABLE.findall(re.sub(r"--[\w-]+\s*:\s*[^;}]*", "", text)))
    open_ones = list(needed)
    while open_ones:
        further = declared.get(open_ones.pop(), set()) - needed
        needed |= further
        open_ones += further
    return needed


def _without_unused(rule: Node, names: set[str]) -> str:
    text: str = rule.serialize()
    text = re.sub(
        r"(--[\w-]+)\s*:[^;{}]*;?", lambda found: found[0] if found[1] in names else "", text
    )
    return "" if re.fullmatch(r"[^{}]*\{\s*\}", text) else text


if __name__ == "__main__":
    PART.write_text(part_of(WHOLE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{PART.relative_to(ROOT)}: {PART.stat().st_size} bytes\n")
