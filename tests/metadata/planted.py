"""A copy of the Salesforce project, and mistakes to plant into it."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2] / "sf_metadata"
MAIN = "force-app/main/default"


@dataclass(frozen=True, slots=True)
class Edit:
    """One file that is changed: a text in it, all of it, or its being there."""

    file: str
    old: str = ""
    new: str | None = None

    def make(self, project: Path) -> None:
        path = project / self.file
        if self.old:
            text = path.read_text("utf-8")
            assert self.old in text, f"{self.file} has no {self.old!r} to plant a mistake into"
            path.write_text(text.replace(self.old, self.new or "", 1), "utf-8")
        elif self.new is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.new, "utf-8")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is planted, and who says what about it."""

    id: str
    edits: tuple[Edit, ...]
    check: str
    says: str
    remedy: str = ""

    @property
    def file(self) -> str:
        return self.edits[0].file


def mistake(id_: str, edit: Edit | Sequence[Edit], *, check: str, says: str) -> Mistake:
    edits = (edit,) if isinstance(edit, Edit) else tuple(edit)
    return Mistake(id_, edits, check, says)


def copy_of_project(directory: Path) -> Path:
    """Everything but the programs that check it, which are linked when they are there."""
    copy = directory / "sf_metadata"
    shutil.copytree(
        PROJECT, copy, ignore=shutil.ignore_patterns("node_modules", "checks", "__pycache__")
    )
    if (PROJECT / "node_modules").is_dir():
        (copy / "node_modules").symlink_to(PROJECT / "node_modules")
    return copy


@contextmanager
def planted(project: Path, one: Mistake) -> Iterator[None]:
    """The mistake is there inside, and everything is as before afterwards."""
    before = {
        edit.file: (project / edit.file).read_bytes() if (project / edit.file).is_file() else None
        for edit in one.edits
    }
    try:
        for edit in one.edits:
            edit.make(project)
        yield
    finally:
        for file, content in before.items():
            if content is None:
                (project / file).unlink(missing_ok=True)
            else:
                (project / file).write_bytes(content)
