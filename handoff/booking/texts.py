"""PURE. A meeting type's texts with the record's, guest's and hosts' names merged in."""

import re
from dataclasses import dataclass

from handoff.people import Guest

_MARK = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")
_HANGING = re.compile(r"[:,–-]\s*$")


@dataclass(frozen=True)
class Texts:
    """What may be merged into a template."""

    record_name: str
    guest: Guest
    host_name: str
    organizer_name: str
    meeting_type_name: str

    def value(self, mark: str) -> str | None:
        """Return what a mark such as `guest.first_name` stands for, or None if it is not one of ours."""
        return {
            "record.name": self.record_name,
            "guest.name": self.guest.name,
            "guest.first_name": self.guest.first_name,
            "guest.last_name": self.guest.last_name,
            "guest.company": self.guest.company,
            "host.name": self.host_name,
            "organizer.name": self.organizer_name,
            "meeting_type.name": self.meeting_type_name,
        }.get(mark)


def merged(template: str, texts: Texts) -> str:
    """Return the template with its marks filled; an unknown mark stays as it is, and nothing is merged twice."""
    return _MARK.sub(lambda found: _filled(found, texts), template)


def is_untouched(text: str, template: str, texts: Texts) -> bool:
    """Say whether a text is what the window filled in from the template, and nobody wrote it themselves."""
    return _trimmed(text) == _trimmed(merged(template, texts))


def _trimmed(text: str) -> str:
    """Return a text without what the window takes off the ends of a filled template."""
    lines = "\n".join(line.rstrip(" \t\r") for line in text.split("\n"))
    return _HANGING.sub("", lines).strip()


def _filled(found: re.Match[str], texts: Texts) -> str:
    value = texts.value(found.group(1))
    return found.group(0) if value is None else value
