"""Conditions on a record as an admin writes them: one a line, such as `Country = Germany`."""

from dataclasses import dataclass
from enum import StrEnum


class Test(StrEnum):
    """How a field's value is compared."""

    EQUALS = "="
    DIFFERS = "!="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"
    CONTAINS = "contains"
    IN = "in"
    IS_EMPTY = "is empty"
    IS_FILLED = "is filled"


@dataclass(frozen=True)
class Condition:
    """One comparison; `path` is a field path on the record (`Account.Industry`), `values` what is compared with."""

    path: str
    test: Test
    values: tuple[str, ...] = ()
