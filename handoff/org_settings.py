"""What an org's admins decided, read together at one time: switches, objects, suggestion rules, people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from handoff.conditions import Condition
from handoff.meeting_types import MeetingType, MeetingTypeId, Pool, PoolId
from handoff.people import ENGLISH, Host, HostId, Role, Tongue

UNKNOWN_AUDIENCE = ("",)
"""Who may book where Salesforce does not tell: admins alone, since no audience has that name."""
DEFAULT_HOURS = "Mon-Fri 09:00-17:00"
"""When an org has no Business Hours of its own."""


@dataclass(frozen=True)
class ObjectSetting:
    """What an admin chose for records of one Salesforce object; field paths are API names.

    `matched_account_field` is a lookup to Account on the lead; `account_tie_order` orders several Accounts
    with the guest's e-mail domain, as in `LastActivityDate DESC` (spec §4.3). Handoff opens only on records
    that fulfil the conditions. `changes_owner` makes the main host the record's owner, written last (spec §9.7).
    """

    object_name: str
    is_enabled: bool = True
    detail_fields: tuple[str, ...] = ()
    user_field_paths: tuple[str, ...] = ()
    guest_first_name: str = ""
    guest_last_name: str = ""
    guest_email: str = ""
    guest_company: str = ""
    guest_contact: str = ""
    default_meeting_type: str = ""
    owner_field: str = ""
    owner_field_only_if_empty: bool = False
    matched_account_field: str = ""
    account_tie_order: str = ""
    conditions: tuple[Condition, ...] = ()
    changes_owner: bool = False


class BookingMethod(StrEnum):
    """How a main host came to be chosen; an admin says which ones count in pools (spec §10.2)."""

    POOLED = "pooled"
    MEMBER = "member"
    MEET_NOW = "meet_now"
    SPECIFIC = "specific"
    OWNER = "owner"


@dataclass(frozen=True)
class Switches:
    """What is on or off for a whole org.

    In test mode (spec §9.9) every letter goes to the test mailbox. Guests' data are erased that many days after
    the meeting's end; None keeps them (spec §13).
    """

    smart_suggestions: bool = False
    suggestion_flow: str = ""
    instant_handoff: bool = False
    shows_all_members: bool = True
    shows_titles: bool = False
    frees_unanswered: bool = False
    allows_two_pools: bool = False
    counted_methods: frozenset[BookingMethod] = frozenset(
        {BookingMethod.POOLED, BookingMethod.MEMBER, BookingMethod.MEET_NOW}
    )
    counts_no_shows: bool = False
    test_mode: bool = False
    test_mailbox: str = ""
    guest_data_days: int | None = None


class RuleOutcome(StrEnum):
    """What a suggestion rule leads to."""

    SUGGEST = "suggest"
    DO_NOT_SCHEDULE = "do_not_schedule"


class ActionKind(StrEnum):
    """The one thing that a "do not schedule" page may offer."""

    NONE = "none"
    OPEN_RECORD = "open_record"
    COPY_TEXT = "copy_text"
    NOTIFY_OWNER = "notify_owner"


@dataclass(frozen=True)
class SuggestedField:
    """A further host taken from a user field of the record."""

    path: str
    is_required: bool = True


@dataclass(frozen=True)
class SuggestionRule:
    """One rule of an ordered list; the first whose conditions hold decides (spec §5.2).

    The main host is the pool, the host, or who stands in `host_field` (a path on the record;
    `MatchedAccount.OwnerId` reaches a lead's matched account); the first of these that is set and can be
    booked. `text` may hold field marks such as `{Account.Name}`; `action_value` is the record's id or field
    path, the text to copy, or the subject of the owner's task.
    """

    id: str
    name: str
    object_name: str
    conditions: tuple[Condition, ...] = ()
    sort_order: int = 0
    outcome: RuleOutcome = RuleOutcome.SUGGEST
    pool_id: PoolId | None = None
    host_id: HostId | None = None
    host_field: str = ""
    further: tuple[SuggestedField, ...] = ()
    meeting_type_id: MeetingTypeId | None = None
    locks_hosts: bool = False
    locks_type: bool = False
    may_add_hosts: bool = True
    may_suggest_organizer: bool = False
    text: str = ""
    action: ActionKind = ActionKind.NONE
    action_label: str = ""
    action_value: str = ""


@dataclass(frozen=True)
class Colleague:
    """A user of the org, Handoff Host or not; `zone` is an IANA name, language and locale are Salesforce's names."""

    id: str
    name: str
    title: str = ""
    zone: str = ""
    is_active: bool = True
    language: str = ""
    locale: str = ""


@dataclass(frozen=True)
class Holiday:
    """A day of the org on which nobody is booked; `on` is a local date wherever the host is."""

    on: date
    name: str


@dataclass(frozen=True)
class SettingProblem:
    """Why a setting, or a part of it, is left out: words for an admin, and the record that has to be mended.

    `object_name` is the record's Salesforce object; the id is empty where no single record is to blame.
    """

    words: str
    object_name: str = ""
    record_id: str = ""
    record_name: str = ""


@dataclass(frozen=True)
class OrgSettings:
    """Everything an org's admins decided, read together at one time.

    `business_hours` are the org's default ones as weekly hours, `holidays` its own (spec §6.8). `roles` has the
    roles of every user who holds one of Handoff's permission sets, by user id; `audiences` the users behind each
    permission set or public group that some `bookable_by` names. `tongue` is how the org itself is written to.
    """

    meeting_types: tuple[MeetingType, ...] = ()
    pools: tuple[Pool, ...] = ()
    hosts: tuple[Host, ...] = ()
    objects: tuple[ObjectSetting, ...] = ()
    problems: tuple[SettingProblem, ...] = ()
    switches: Switches = Switches()
    rules: tuple[SuggestionRule, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    business_hours: str = DEFAULT_HOURS
    holidays: tuple[Holiday, ...] = ()
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    audiences: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tongue: Tongue = ENGLISH

    def meeting_type(self, type_id: str) -> MeetingType | None:
        """Return the type with that id, or None."""
        return next((one for one in self.meeting_types if one.id == type_id), None)

    def pool(self, pool_id: str) -> Pool | None:
        """Return the pool with that id, or None."""
        return next((one for one in self.pools if one.id == pool_id), None)

    def host(self, host_id: str) -> Host | None:
        """Return the host with that user id, or None."""
        return next((one for one in self.hosts if one.id == host_id), None)

    def object_setting(self, object_name: str) -> ObjectSetting | None:
        """Return the settings for that object, or None."""
        return next((one for one in self.objects if one.object_name == object_name), None)

    def tongue_of(self, user_id: str) -> Tongue:
        """Return how that user is written to; as the org is, where nothing is known of them."""
        user = next((one for one in self.colleagues if one.id == user_id), None)
        if user is None:
            return self.tongue
        return Tongue(
            user.language or self.tongue.language,
            user.locale or self.tongue.locale,
            user.zone or self.tongue.zone,
        )

    def roles_of(self, user_id: str) -> frozenset[Role]:
        """Return what that user may do."""
        return self.roles.get(user_id, frozenset())

    def may_book(self, user_id: str, bookable_by: tuple[str, ...]) -> bool:
        """Say whether that user belongs to one of the audiences; none named is everybody, and admins always do."""
        if not bookable_by or Role.ADMIN in self.roles_of(user_id):
            return True
        return any(user_id in self.audiences.get(name, ()) for name in bookable_by)
