"""Finds every sentence that a person may read, and keeps the message catalogues complete (`bin/words`)."""

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import jinja2
from babel.messages.catalog import Catalog
from babel.messages.jslexer import tokenize, unquote_string
from babel.messages.pofile import read_po, write_po
from jinja2 import nodes

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "handoff"
CATALOGUES = PRODUCT / "locale"
SCRIPTS = PRODUCT / "web" / "static" / "window"
TEMPLATES = PRODUCT / "web" / "templates"
LETTERS = PRODUCT / "notifications" / "templates"
SAYING = ("say", "phrase")
MARK = re.compile(r"\{(\w+)[^{}]*\}")


def sentences() -> dict[str, str]:
    """Return each sentence with the first file that says it."""
    found: dict[str, str] = {}
    # Scripts first: the page carries the words of those that stand in a script.
    for folder, ending, read in (
        (SCRIPTS, "*.js", in_script),
        (PRODUCT, "*.py", in_python),
        (TEMPLATES, "*.html", in_template),
        (LETTERS, "*", in_template),
    ):
        for path in sorted(folder.rglob(ending)):
            for sentence in read(path.read_text()):
                found.setdefault(sentence, str(path.relative_to(ROOT)))
    return found


def in_python(source: str) -> Iterator[str]:
    """Yield what is said through say("…"), also by either branch of a choice."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node) in SAYING and node.args:
            yield from _literals(node.args[0])


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "id", ""))


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def in_script(source: str) -> Iterator[str]:
    """Yield the literal strings in the first argument of t(…)."""
    tokens = [
        one for one in tokenize(source) if one.type not in ("linecomment", "multilinecomment")
    ]
    for at, token in enumerate(tokens[:-1]):
        if token.type == "name" and token.value == "t" and tokens[at + 1].value == "(":
            yield from _first_argument(tokens[at + 2 :])


def _first_argument(tokens: list) -> Iterator[str]:  # type: ignore[type-arg]
    depth, is_compared = 0, False
    for token in tokens:
        if token.value in ("(", "[", "{"):
            depth += 1
        elif token.value in (")", "]", "}"):
            depth -= 1
        if depth < 0 or (depth == 0 and token.value == ","):
            return
        if token.type == "string" and depth == 0 and not is_compared:
            yield unquote_string(token.value)
        is_compared = token.value in ("===", "!==", "==", "!=", "=")


def in_template(source: str) -> Iterator[str]:
    """Yield what a Jinja template says through t("…")."""
    for call in jinja2.Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t" and call.args:
            first = call.args[0]
            if isinstance(first, nodes.Const):
                yield str(first.value)


def read_catalogue(path: Path) -> Catalog:
    """Return a catalogue as it stands."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def update(path: Path, said: dict[str, str]) -> list[str]:
    """Bring one catalogue up to date: new sentences empty, gone ones dropped. Return what lacks words."""
    old = read_catalogue(path) if path.exists() else Catalog(locale=path.stem)
    fresh = Catalog(locale=path.stem, project="Handoff", fuzzy=False)
    fresh.mime_headers = [(name, value) for name, value in fresh.mime_headers if "Date" not in name]
    for sentence, place in sorted(said.items(), key=lambda one: (one[1], one[0])):
        known = old.get(sentence)
        fresh.add(sentence, known.string if known else "", locations=[(place, None)])
    text = BytesIO()
    write_po(text, fresh, width=100, omit_header=True)
    path.write_bytes(text.getvalue())
    return [str(one.id) for one in fresh if one.id and not one.string]


def problems(path: Path, said: dict[str, str]) -> list[str]:
    """Return what is wrong with one catalogue, in words."""
    known = {str(one.id): str(one.string) for one in read_catalogue(path) if one.id}
    found = [
        f"{path.stem}: no words for {sentence!r}" for sentence in said if not known.get(sentence)
    ]
    found += [
        f"{path.stem}: nobody says {sentence!r}" for sentence in known if sentence not in said
    ]
    return found + [
        f"{path.stem}: {sentence!r} and its words differ in their {{names}}"
        for sentence, words in known.items()
        if words and set(MARK.findall(sentence)) != set(MARK.findall(words))
    ]


def main(arguments: list[str]) -> int:
    """Update the catalogues, or with --check only look at them."""
    said = sentences()
    paths = sorted(CATALOGUES.glob("*.po"))
    if "--check" not in arguments:
        for path in paths:
            missing = update(path, said)
            sys.stdout.write(f"{path.stem}: {len(said)} sentences, {len(missing)} without words\n")
        return 0
    wrong = [problem for path in paths for problem in problems(path, said)]
    sys.stdout.write("".join(f"{problem}\n" for problem in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
