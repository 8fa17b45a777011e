"""Parses the subset of SOQL that the sandbox answers; all else is MALFORMED_QUERY.

https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select.htm
"""

from dataclasses import dataclass
from typing import Any, NoReturn

from sandbox.salesforce.soql_tokens import Token, malformed, text_of, tokens_of

_RESERVED = frozenset(
    [
        "AND",
        "ASC",
        "DESC",
        "FROM",
        "HAVING",
        "IN",
        "LIKE",
        "LIMIT",
        "NOT",
        "NULL",
        "NULLS",
        "OFFSET",
        "OR",
        "ORDER",
        "SELECT",
        "WHERE",
        "WITH",
        "USING",
    ]
)
_SIGNS = frozenset({"=", "!=", "<>", "<", "<=", ">", ">="})


@dataclass(frozen=True)
class Path:
    """A field, perhaps through relationships: Account.Owner.Name."""

    steps: tuple[str, ...]
    at: int


@dataclass(frozen=True)
class TypeOf:
    relationship: str
    branches: tuple[tuple[str, tuple[Path, ...]], ...]
    otherwise: tuple[Path, ...]
    at: int


@dataclass(frozen=True)
class Literal:
    kind: str
    value: Any
    at: int


@dataclass(frozen=True)
class Comparison:
    path: Path
    operator: str
    value: "Literal | tuple[Literal, ...] | Query"


@dataclass(frozen=True)
class Junction:
    """AND or OR of several conditions, or NOT of one."""

    word: str
    parts: tuple["Condition", ...]


Condition = Comparison | Junction


@dataclass(frozen=True)
class Order:
    path: Path
    descending: bool
    nulls_last: bool


@dataclass(frozen=True)
class Query:
    text: str
    fields: tuple[Path | TypeOf, ...]
    counts: bool
    object_name: str
    object_at: int
    where: Condition | None
    order: tuple[Order, ...]
    limit: int | None
    offset: int


def parse(text: str) -> Query:
    """The query's tree. Raises SalesforceError MALFORMED_QUERY with the place."""
    reader = _Reader(text)
    query = reader.query()
    reader.end()
    return query


class _Reader:
    """Recursive descent; one method per rule of the grammar."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens_of(text)
        self._at = 0

    def query(self) -> Query:
        self._expect("SELECT")
        counts, fields = self._select()
        self._expect("FROM")
        source = self._name()
        return Query(
            text=self._text,
            fields=fields,
            counts=counts,
            object_name=source.text,
            object_at=source.at,
            where=self._any_of() if self._take("WHERE") else None,
            order=self._order(),
            limit=self._count() if self._take("LIMIT") else None,
            offset=self._count() if self._take("OFFSET") else 0,
        )

    def end(self) -> None:
        if self._at < len(self._tokens):
            self._unexpected()

    def _select(self) -> tuple[bool, tuple[Path | TypeOf, ...]]:
        if self._peek_word() == "COUNT" and self._sign_at(1) == "(":
            self._at += 2
            self._expect_sign(")")
            return True, ()
        fields: list[Path | TypeOf] = [self._selected()]
        while self._take_sign(","):
            fields.append(self._selected())
        return False, tuple(fields)

    def _selected(self) -> Path | TypeOf:
        if self._peek_word() == "TYPEOF":
            return self._typeof()
        path = self._path()
        if self._sign_at(0) == "(":
            self._unexpected()
        return path

    def _typeof(self) -> TypeOf:
        started = self._next()
        relationship = self._name().text
        branches = []
        while self._take("WHEN"):
            name = self._name().text
            self._expect("THEN")
            branches.append((name, self._paths()))
        if not branches:
            self._unexpected()
        otherwise = self._paths() if self._take("ELSE") else ()
        self._expect("END")
        return TypeOf(relationship, tuple(branches), otherwise, started.at)

    def _paths(self) -> tuple[Path, ...]:
        found = [self._path()]
        while self._take_sign(","):
            found.append(self._path())
        return tuple(found)

    def _any_of(self) -> Condition:
        first = self._one()
        word = self._peek_word()
        if word not in {"AND", "OR"}:
            return first
        parts = [first]
        while self._take(word):
            parts.append(self._one())
        # SOQL refuses to guess which of AND and OR binds tighter: parentheses are required.
        if self._peek_word() in {"AND", "OR"}:
            self._unexpected()
        return Junction(word, tuple(parts))

    def _one(self) -> Condition:
        if self._take("NOT"):
            return Junction("NOT", (self._one(),))
        if self._take_sign("("):
            inner = self._any_of()
            self._expect_sign(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Comparison:
        path = self._path()
        if self._take("LIKE"):
            return Comparison(path, "LIKE", self._literal())
        if self._take("IN"):
            return Comparison(path, "IN", self._members())
        if self._take("NOT"):
            self._expect("IN")
            return Comparison(path, "NOT IN", self._members())
        token = self._next()
        if token.text not in _SIGNS:
            self._unexpected(token)
        return Comparison(path, "!=" if token.text == "<>" else token.text, self._literal())

    def _members(self) -> "tuple[Literal, ...] | Query":
        self._expect_sign("(")
        if self._peek_word() == "SELECT":
            inner = self.query()
            self._expect_sign(")")
            return inner
        members = [self._literal()]
        while self._take_sign(","):
            members.append(self._literal())
        self._expect_sign(")")
        return tuple(members)

    def _literal(self) -> Literal:
        token = self._next()
        if token.kind == "string":
            return Literal("string", text_of(token, self._text), token.at)
        if token.kind in {"number", "date", "datetime"}:
            return Literal(token.kind, token.text, token.at)
        if token.word in {"TRUE", "FALSE"}:
            return Literal("boolean", token.word == "TRUE", token.at)
        if token.word == "NULL":
            return Literal("null", None, token.at)
        if token.kind != "name" or token.word in _RESERVED:
            self._unexpected(token)
        days = self._count() if self._take_sign(":") else None
        return Literal("range", (token.word, days), token.at)

    def _order(self) -> tuple[Order, ...]:
        if not self._take("ORDER"):
            return ()
        self._expect("BY")
        found = [self._ordering()]
        while self._take_sign(","):
            found.append(self._ordering())
        return tuple(found)

    def _ordering(self) -> Order:
        path = self._path()
        descending = self._take("DESC")
        if not descending:
            self._take("ASC")
        nulls_last = False
        if self._take("NULLS"):
            nulls_last = self._take("LAST")
            if not nulls_last:
                self._expect("FIRST")
        return Order(path, descending, nulls_last)

    def _path(self) -> Path:
        token = self._name()
        return Path(tuple(token.text.split(".")), token.at)

    def _count(self) -> int:
        token = self._next()
        if token.kind != "number" or not token.text.isdigit():
            self._unexpected(token)
        return int(token.text)

    def _name(self) -> Token:
        token = self._next()
        if token.kind != "name" or token.word in _RESERVED:
            self._unexpected(token)
        return token

    def _next(self) -> Token:
        if self._at >= len(self._tokens):
            raise malformed(self._text, len(self._text), "unexpected token: '<EOF>'")
        self._at += 1
        return self._tokens[self._at - 1]

    def _peek_word(self) -> str:
        return self._tokens[self._at].word if self._at < len(self._tokens) else ""

    def _sign_at(self, ahead: int) -> str:
        at = self._at + ahead
        return self._tokens[at].text if at < len(self._tokens) else ""

    def _take(self, word: str) -> bool:
        found = self._peek_word() == word
        self._at += found
        return found

    def _take_sign(self, sign: str) -> bool:
        found = self._sign_at(0) == sign
        self._at += found
        return found

    def _expect(self, word: str) -> None:
        if not self._take(word):
            self._unexpected()

    def _expect_sign(self, sign: str) -> None:
        if not self._take_sign(sign):
            self._unexpected()

    def _unexpected(self, token: Token | None = None) -> NoReturn:
        token = token or self._next()
        raise malformed(self._text, token.at, f"unexpected token: '{token.text}'")
