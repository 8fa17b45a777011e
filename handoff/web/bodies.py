"""The forms of what the window sends; anything unknown in them is refused."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email
from flask import request
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from handoff.actions.choose_hosts import HostChoice
from handoff.errors import BadRequest
from handoff.ids import is_id, to_18
from handoff.meeting_types import Platform
from handoff.wording import say

_BREAKS = re.compile(r"[\x00-\x08\n-\x1f\x7f\x85\u2028\u2029]")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters that no keyboard types and that databases or letters refuse."""


def _one_line(text: str) -> str:
    if _BREAKS.search(text):
        raise ValueError(say("Must be one line"))
    return text


def _plain(text: str) -> str:
    if _NO_TEXT.search(text):
        raise ValueError(say("Holds characters that are no text"))
    return text


def _in_utc(instant: datetime) -> datetime:
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(say("Out of reach")) from error


def _address(text: str) -> str:
    try:
        return validate_email(
            text, check_deliverability=False, test_environment=text.endswith(".example")
        ).normalized
    except EmailNotValidError as error:
        raise ValueError(say("“{text}” is not an e-mail address", text=text[:80])) from error


def _record_id(text: str) -> str:
    if not is_id(text):
        raise ValueError(say("Not a Salesforce id"))
    return to_18(text)


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key if text else ""
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(say("Not the name of a time zone")) from error


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=255), AfterValidator(_one_line)
]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=80), AfterValidator(_one_line)
]
Text = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_plain)]
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_address)
]
Id = Annotated[str, AfterValidator(_record_id)]
OwnId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]
Zone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_zone)]


class Body(BaseModel):
    """What all bodies share: strict about what is in them."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Main(Body):
    """The main host: one person (perhaps picked out of a pool by hand), one pool, or anyone."""

    host: Id | None = None
    pool: Id | None = None
    member_of: Id | None = None
    anyone: bool = False


class Additional(Body):
    """Another host."""

    host: Id
    required: bool = True


class Hosts(Body):
    """A meeting type and who meets."""

    meeting_type: Id
    main: Main = Main()
    second_pool: Id | None = None
    additional: list[Additional] = Field(default=[], max_length=20)
    moving: OwnId | None = None

    def choice(self) -> HostChoice:
        """Return the hosts in the actions' terms."""
        return HostChoice(
            main_host_id=self.main.host or "",
            pool_id=self.main.pool or "",
            additional=tuple((one.host, one.required) for one in self.additional),
            second_pool_id=self.second_pool or "",
            member_of=self.main.member_of or "",
            anyone=self.main.anyone,
            moving=self.moving or "",
        )


class StartBody(Hosts):
    """One start."""

    starts_at: Annotated[AwareDatetime, AfterValidator(_in_utc)]


class HoldBody(Hosts):
    """One start, or now; `host` is who hosts when the choice leaves that open."""

    now: bool = False
    starts_at: Annotated[AwareDatetime, AfterValidator(_in_utc)] | None = Field(
        default=None, validate_default=True
    )
    host: Id | None = None

    @field_validator("starts_at")
    @classmethod
    def _one_time(cls, starts_at: datetime | None, others: ValidationInfo) -> datetime | None:
        if (starts_at is None) is not others.data.get("now"):
            raise ValueError(say("Send either starts_at or now"))
        return starts_at


class GuestBody(Body):
    """The primary guest."""

    first_name: Annotated[Name, StringConstraints(min_length=1)]
    last_name: Annotated[Name, StringConstraints(min_length=1)]
    email: Email
    record_id: Id | None = None
    zone: Zone = ""
    zone_confirmed: bool = False


class BookingBody(Body):
    """What was typed under Scheduling Information."""

    hold_id: OwnId
    guest: GuestBody
    guests: list[Email] = Field(default=[], max_length=50)
    subject: Line = ""
    location: Line | None = None
    description: Text | None = None
    notes: Text = ""
    platform: Platform = Platform.HOST_DEFAULT
    answers: dict[Id, bool | Text] = Field(default={}, max_length=20)


class CancellationBody(Body):
    """Why a booking is cancelled; nobody has to say."""

    reason: Line = ""


class MoveBody(Body):
    """The hold that keeps the new time."""

    hold_id: OwnId


B = TypeVar("B", bound=BaseModel)


def read_body(form: type[B]) -> B:
    """Return the request's JSON in that form. Raises BadRequest or pydantic's ValidationError."""
    try:
        values: Any = request.get_json(silent=True)
    except RecursionError:
        values = None
    if not isinstance(values, dict):
        raise BadRequest(say("Send a JSON object."))
    return form.model_validate(values)


def utc(instant: datetime) -> str:
    """Return the instant as the window reads it."""
    return f"{instant.isoformat()[:19]}Z"
