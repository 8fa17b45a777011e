"""What a check has to say: the file and line, what is wrong, and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong with the project."""

    file: str
    line: int
    check: str
    wrong: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: [{self.check}] {self.wrong}" + (
            f" → {self.remedy}" if self.remedy else ""
        )
