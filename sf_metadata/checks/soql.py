"""Reads a SOQL query and says which of its objects, relationships and fields do not exist."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sf_metadata.checks.org import Org

TOKEN = re.compile(
    r"""'(?:[^'\\]|\\.)*'            # text
      | \d[\w:.+-]*                  # a number, a date
      | [A-Za-z_]\w*:\d+             # LAST_N_DAYS:30
      | [A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*
      | [()\[\],:] | \S""",
    re.VERBOSE,
)
KEYWORDS = set(
    """
    SELECT FROM WHERE AND OR NOT IN LIKE INCLUDES EXCLUDES NULL TRUE FALSE ORDER BY ASC DESC NULLS
    FIRST LAST LIMIT OFFSET GROUP HAVING ROLLUP CUBE WITH USER_MODE SYSTEM_MODE SECURITY_ENFORCED
    FOR UPDATE VIEW REFERENCE ALL ROWS USING SCOPE TYPEOF WHEN THEN ELSE END ABOVE AT BELOW
    EVERYTHING MINE DELEGATED TEAM STANDARD CUSTOM
    YESTERDAY TODAY TOMORROW LAST_WEEK THIS_WEEK NEXT_WEEK LAST_MONTH THIS_MONTH NEXT_MONTH
    LAST_90_DAYS NEXT_90_DAYS THIS_QUARTER LAST_QUARTER NEXT_QUARTER THIS_YEAR LAST_YEAR NEXT_YEAR
    """.split()
)
# After these words no field follows, but a word of their own.
AFTER_WHICH_A_WORD = {"SCOPE", "FROM", "WHEN"}


@dataclass(slots=True)
class Reader:
    """Walks once through the tokens of a query."""

    org: Org
    tokens: list[str]
    at: int = 0
    aliases: set[str] = field(default_factory=set)

    def query(self, *, parent: str = "") -> Iterator[str]:
        """What is wrong from here to the bracket that closes this query."""
        named = self.object_named()
        target = named
        if parent:
            child = self.org.objects[parent].get(named)
            if child is None or not child.is_list:
                yield f"{parent} has no child relationship {named}"
                self.skip_group()
                return
            target = child.target
        if target not in self.org.objects:
            yield f"there is no object {named}"
            self.skip_group()
            return
        yield from self.body(target)

    def object_named(self) -> str:
        """What stands after FROM at this depth."""
        depth = 0
        for index in range(self.at, len(self.tokens)):
            depth += {"(": 1, ")": -1}.get(self.tokens[index], 0)
            if depth < 0:
                return ""
            if depth == 0 and self.tokens[index].upper() == "FROM":
                named, alias = [*self.tokens[index + 1 : index + 3], "", ""][:2]
                if is_name(alias):
                    self.aliases.add(alias)
                return named
        return ""

    def body(self, owner: str) -> Iterator[str]:
        is_list, before = False, ""
        while self.at < len(self.tokens):
            token, following = [*self.tokens[self.at : self.at + 2], ""][:2]
            self.at += 1
            if token == ")":
                return
            if token == "(":
                yield from self.group(owner, is_list=is_list, following=following)
            elif token == ":":
                self.skip_expression()
            elif token.upper() == "TYPEOF":
                yield from self.type_of(owner)
            elif token.upper() in ("SELECT", "FROM"):
                is_list = token.upper() == "SELECT"
            elif is_name(token) and following != "(":
                yield from self.name(owner, token, before=before)
            before = self.tokens[self.at - 1]

    def group(self, owner: str, *, is_list: bool, following: str) -> Iterator[str]:
        """A query within the query, or conditions or arguments in brackets."""
        if following.upper() == "SELECT":
            yield from self.query(parent=owner if is_list else "")
        else:
            yield from self.body(owner)

    def name(self, owner: str, token: str, *, before: str) -> Iterator[str]:
        path = re.sub(r"\s", "", token)
        first, _, rest = path.partition(".")
        if first in self.aliases and rest:
            path = rest
        if before.upper() in AFTER_WHICH_A_WORD:
            return
        if before == ")" or (is_name(before) and before.upper() not in KEYWORDS):
            self.aliases.add(path)  # COUNT(Id) total; FROM Account a
        elif path not in self.aliases and self.org.trouble(owner, path):
            yield self.org.trouble(owner, path)

    def type_of(self, owner: str) -> Iterator[str]:
        """TYPEOF Owner WHEN User THEN Id, Name ELSE Id END."""
        relationship = self.tokens[self.at]
        self.at += 1
        found = self.org.objects[owner].get(relationship)
        if found is None or not found.target:
            yield f"{owner} has no relationship {relationship}"
        target = "Name"
        while self.at < len(self.tokens) and self.tokens[self.at].upper() != "END":
            token = self.tokens[self.at]
            self.at += 1
            if token.upper() == "WHEN":
                target = self.tokens[self.at]
                self.at += 1
            elif token.upper() == "ELSE":
                target = "Name"
            elif is_name(token) and self.org.trouble(target, token):
                yield self.org.trouble(target, token)
        self.at += 1

    def skip_expression(self) -> None:
        """An Apex expression: a name or a bracket, and all that is called on it."""
        self.at += 0 if self.tokens[self.at] in ("(", "[") else 1
        while self.at < len(self.tokens) and self.tokens[self.at] in ("(", "[", "."):
            opening = self.tokens[self.at]
            self.at += 1
            if opening == ".":
                self.at += 1
            else:
                self.skip_group()

    def skip_group(self) -> None:
        """To behind the bracket that closes what is open."""
        depth = 1
        while self.at < len(self.tokens) and depth:
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(self.tokens[self.at], 0)
            self.at += 1


def is_name(token: str) -> bool:
    return re.fullmatch(r"[A-Za-z_][\w.\s]*", token) is not None and token.upper() not in KEYWORDS


def troubles(org: Org, query: str) -> list[str]:
    """What a query names that does not exist."""
    return list(Reader(org, TOKEN.findall(query)).query())
