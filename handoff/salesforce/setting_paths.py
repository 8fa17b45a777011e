"""Whether the fields that settings name exist: every segment of every path, by what the integration user may see.

What an Organizer may see is another matter; here only the admin is told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handoff.conditions import PATH, parse_conditions
from handoff.records import MATCHED_ACCOUNT
from handoff.salesforce import setting_fields as own
from handoff.salesforce import settings_queries as ask
from handoff.salesforce import type_rows
from handoff.salesforce.client import Row
from handoff.salesforce.describing import FieldShape, ObjectShape
from handoff.salesforce.fields import Account, Contact
from handoff.salesforce.paths import find, follow, text
from handoff.salesforce.setting_report import Report
from handoff.salesforce.setting_values import flag, listed
from handoff.wording import say

Rows = Mapping[str, Sequence[Row]]
Shapes = Callable[[str], ObjectShape | None]
_PREFIX = f"{MATCHED_ACCOUNT}."
_LEAD = "Lead"


def check_paths(rows: Rows, shapes: Shapes, report: Report) -> None:
    """Tell of every path that leads nowhere. Raises OutsideError."""
    objects = [row for row in rows[ask.OBJECTS] if flag(row, own.ObjectSetting.ENABLED)]
    names = [text(row, own.ObjectSetting.RECORD_OBJECT) for row in objects]
    look = _Look(shapes, report)
    for row in objects:
        look.at_object(row)
    known = [name for name in names if shapes(name)]
    places = {}
    for row in rows[ask.TYPES]:
        places[text(row, own.MeetingType.ID)] = look.places_of(row, known)
        look.at_paths(row, _of_type(row), places[text(row, own.MeetingType.ID)])
    for row in rows[ask.QUESTIONS]:
        place = places.get(text(row, own.Question.MEETING_TYPE))
        look.at_paths(
            row, _spelled(row, own.Question.PREFILL_FIELD, own.Question.WRITE_FIELD), place
        )
    for row in rows[ask.TYPE_HOSTS]:
        place = places.get(text(row, own.TypeHost.MEETING_TYPE))
        look.at_paths(row, _spelled(row, own.TypeHost.FIELD_PATH), place)
    for row in rows[ask.RULES]:
        look.at_paths(row, _of_rule(row), look.places_of_rule(row, known))


@dataclass(frozen=True)
class Places:
    """The objects on which a setting holds; one that says them needs its fields on each, another on any."""

    of: str
    objects: tuple[str, ...]
    are_said: bool


@dataclass(frozen=True)
class _Look:
    shapes: Shapes
    report: Report

    def at_object(self, row: Row) -> None:
        """Look at everything that an admin chose for one object."""
        names = own.ObjectSetting
        name = text(row, names.RECORD_OBJECT)
        of = say("Settings of {object}", object=name)
        if self.shapes(name) is None:
            self._tell_object(row, of, name)
            return
        place = Places(of, (name,), are_said=True)
        lines = listed(text(row, names.DETAIL_FIELDS))
        people = [
            one for one in listed(text(row, names.USER_FIELD_PATHS)) if not self._leads(one, name)
        ]
        guest = _filled(
            row,
            names.GUEST_FIRST_NAME,
            names.GUEST_LAST_NAME,
            names.GUEST_EMAIL,
            names.GUEST_COMPANY,
        )
        self.at_paths(row, [*lines, *people, *guest, *_conditions(row, names.CONDITIONS)], place)
        self._at_lookup(row, names.GUEST_CONTACT, place, Contact.OBJECT)
        self._at_lookup(row, names.MATCHED_ACCOUNT, place, Account.OBJECT)
        self._at_owner(row, place)
        order = [
            part.split()[0]
            for part in text(row, names.ACCOUNT_TIE_ORDER).split(",")
            if part.strip()
        ]
        self.at_paths(row, order, Places(of, (str(Account.OBJECT),), are_said=True))

    def at_paths(self, row: Row, paths: Iterable[str], place: Places | None) -> None:
        """Tell of the paths that lead nowhere from the objects where they are needed."""
        for path in dict.fromkeys(paths):
            missing = [one for one in place.objects if not self._exists(path, one)] if place else []
            if place and missing and (place.are_said or len(missing) == len(place.objects)):
                self.report.tell(
                    say(
                        "{of}: {object} has no field “{path}” that Handoff's integration user may see.",
                        of=place.of,
                        object=", ".join(missing),
                        path=path[:80],
                    ),
                    row,
                )

    def places_of(self, row: Row, enabled: Sequence[str]) -> Places:
        """Return where a meeting type is offered, telling of objects that are none."""
        said = listed(text(row, own.MeetingType.OBJECTS).replace(",", "\n"))
        return self._places(row, type_rows.named(row), said, enabled)

    def places_of_rule(self, row: Row, enabled: Sequence[str]) -> Places:
        """Return where a rule holds, telling of an object that is none."""
        said = listed(text(row, own.SuggestionRule.RECORD_OBJECT))
        of = say("Rule “{name}”", name=text(row, own.SuggestionRule.NAME))
        return self._places(row, of, said, enabled)

    def _places(self, row: Row, of: str, said: Sequence[str], enabled: Sequence[str]) -> Places:
        for name in said:
            if self.shapes(name) is None:
                self._tell_object(row, of, name)
        known = tuple(name for name in said if self.shapes(name)) if said else tuple(enabled)
        return Places(of, known, are_said=bool(said))

    def _tell_object(self, row: Row, of: str, name: str) -> None:
        words = say(
            "{of}: there is no object “{object}” that Handoff's integration user may see.",
            of=of,
            object=name[:80],
        )
        self.report.tell(words, row)

    def _at_lookup(self, row: Row, name: str, place: Places, target: str) -> None:
        """Tell if a path is there but leads to no record of the wanted object."""
        path = text(row, name)
        self.at_paths(row, _filled(row, name), place)
        field = self._field(path, place.objects[0]) if path else None
        if field and target not in field.targets:
            self.report.tell(
                say("{of}: “{path}” leads to no {object}.", of=place.of, path=path, object=target),
                row,
            )

    def _at_owner(self, row: Row, place: Places) -> None:
        name = text(row, own.ObjectSetting.OWNER_FIELD)
        shape = self.shapes(place.objects[0])
        field = shape.field(name) if shape and name else None
        if name and field is None:
            self.at_paths(row, [name], place)
        elif field and not field.is_user:
            self.report.tell(
                say("{of}: “{path}” is no field for a user.", of=place.of, path=name), row
            )

    def _exists(self, path: str, object_name: str) -> bool:
        return self._field(path, object_name) is not None

    def _field(self, path: str, object_name: str) -> FieldShape | None:
        root = object_name
        if path.startswith(_PREFIX):
            if object_name != _LEAD:
                return None
            root, path = Account.OBJECT, path.removeprefix(_PREFIX)
        shape = self.shapes(root)
        found = find(path, shape, self.shapes) if shape else None
        return found.field if found else None

    def _leads(self, path: str, object_name: str) -> bool:
        """Say whether a line names a related record, all of whose user fields are meant."""
        shape = self.shapes(object_name)
        return bool(shape and follow(path, shape, self.shapes))


def _of_type(row: Row) -> Iterator[str]:
    names = own.MeetingType
    yield from _conditions(row, names.CONDITIONS)
    yield from _spelled(row, names.GUEST_FIRST_NAME, names.GUEST_LAST_NAME, names.GUEST_EMAIL)


def _of_rule(row: Row) -> Iterator[str]:
    names = own.SuggestionRule
    yield from _conditions(row, names.CONDITIONS)
    yield from _spelled(row, names.HOST_FIELD)
    yield from (line.split()[0] for line in listed(text(row, names.FURTHER_HOSTS)))


def _conditions(row: Row, name: str) -> list[str]:
    try:
        return [one.path for one in parse_conditions(text(row, name))]
    except ValueError:
        # It is told where the row is read.
        return []


def _spelled(row: Row, *names: str) -> list[str]:
    """Return the paths that look like one; of others it is told where the row is read."""
    return [found for found in _filled(row, *names) if PATH.fullmatch(found)]


def _filled(row: Row, *names: str) -> list[str]:
    return [found for name in names if (found := text(row, name))]
