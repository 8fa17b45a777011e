"""The rules of the house that a machine can keep and that no linter knows."""

import ast
import re
import socket
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.loopback import LeftTheMachine

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("handoff", "workers")
CODE = (*PRODUCT, "sandbox", "benchmarks", "tests")
LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_FUNCTION = 400, 500, 50
VAGUE = frozenset(
    "utils helpers common misc base manager service handler processor data info obj".split()
)
FOREIGN = frozenset("appointment reservation invitee assignee sdr".split())
UNFINISHED = re.compile(
    r"\b(TODO|FIXME|XXX|for now|NotImplementedError|not implemented yet)\b", re.I
)


def modules(*folders: str) -> Iterator[Path]:
    yield ROOT / "app.py"
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def words_in(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name_of(path)
        for path in modules(*CODE)
        if not ast.get_docstring(parsed(path)) and not is_empty_test_package(path)
    ]

    assert silent == []


def is_empty_test_package(path: Path) -> bool:
    return name_of(path).startswith("tests/") and path.stat().st_size == 0


def test_no_file_is_too_long() -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*CODE)
    }

    limit = {name: LONGEST_TEST_FILE if name[:6] == "tests/" else LONGEST_FILE for name in lengths}
    assert [name for name, length in lengths.items() if length > limit[name]] == []


def test_no_function_is_too_long() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in modules(*CODE)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]

    assert long == []


def test_no_module_class_or_function_has_a_vague_name() -> None:
    vague = [
        f"{name_of(path)}: {name}"
        for path in modules(*PRODUCT)
        for name in (path.stem, *defined_in(path))
        if words_in(name) & VAGUE
    ]

    assert vague == []


def test_the_glossary_is_kept_in_names() -> None:
    foreign = [
        f"{name_of(path)}: {name}"
        for path in modules(*PRODUCT)
        for name in {path.stem, *defined_in(path), *bound_in(path)}
        if words_in(name) & FOREIGN
    ]

    assert foreign == []


def defined_in(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name


def bound_in(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def test_nothing_is_marked_as_unfinished() -> None:
    marked = [
        f"{name_of(path)}: {found.group()}"
        for path in modules(*PRODUCT, "sandbox")
        if (found := UNFINISHED.search(path.read_text(encoding="utf-8")))
    ]

    assert marked == []


def test_every_module_has_a_rung_on_the_ladder() -> None:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (ladder,) = [c for c in configured["tool"]["importlinter"]["contracts"] if c["id"] == "ladder"]
    rungs = set(re.findall(r"handoff\.(\w+)", " ".join(ladder["layers"])))
    there = {path.stem for path in (ROOT / "handoff").glob("*.py") if path.stem != "__init__"}
    there |= {path.parent.name for path in (ROOT / "handoff").glob("*/__init__.py")}

    assert rungs == there


def test_the_constraints_name_every_dependency_that_the_tests_ran_with() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    pinned = dict(
        line.split("==") for line in (ROOT / "constraints.txt").read_text("utf-8").split()
    )
    known = {canonicalize_name(name): exact for name, exact in pinned.items()}

    wrong = [
        text
        for text in wanted
        if not Requirement(text).specifier.contains(
            known.get(canonicalize_name(Requirement(text).name), "0")
        )
    ]
    assert wrong == []
    assert [f"{name}=={version(name)}" for name in pinned] == [
        f"{n}=={v}" for n, v in pinned.items()
    ]


def test_a_test_cannot_leave_the_machine() -> None:
    with pytest.raises(LeftTheMachine):
        socket.create_connection(("example.com", 443), timeout=1)
    with socket.socket() as opened, pytest.raises(LeftTheMachine):
        opened.connect(("192.0.2.1", 443))
