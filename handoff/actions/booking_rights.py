"""Which bookings a window's user may see and change: own ones, and those on records that they can edit (spec §2).

A Host who books for nobody has those that they host, and no others.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from handoff.actions.admit_user import roles_now
from handoff.actions.organizer_session import organizer_session
from handoff.actions.window_roles import only_hosts
from handoff.people import Role
from handoff.storage import bookings
from handoff.storage.pages import Page
from handoff.storage.tables import BookingRow
from handoff.wiring import Parts


@dataclass(frozen=True)
class Rights:
    """What one user may; `record_ids` are the records that Salesforce lets them edit, as far as it was asked."""

    user_id: str
    roles: frozenset[Role]
    record_ids: frozenset[str] = frozenset()

    @property
    def is_admin(self) -> bool:
        """Say whether every booking of the org is theirs to look after."""
        return Role.ADMIN in self.roles

    @property
    def are_a_hosts(self) -> bool:
        """Say whether only meetings that they host are theirs."""
        return only_hosts(self.roles)

    def cover(self, booking: BookingRow) -> bool:
        """Say whether the user may see the booking, and change it."""
        return self.is_admin or self._is_own(booking) or booking.record_id in self.record_ids

    def rest_on_the_record(self, booking: BookingRow) -> bool:
        """Say whether only the booking's record can make it theirs."""
        return not (self.are_a_hosts or self.is_admin or self._is_own(booking))

    def joins(self, booking: BookingRow) -> bool:
        """Say whether the user is one of the booking's further hosts: they attend, and do not decide."""
        return any(self.user_id == one["host"]["id"] for one in booking.additional)

    def _is_own(self, booking: BookingRow) -> bool:
        if Role.HOST in self.roles and self.user_id in (
            booking.main_host["id"],
            booking.second_host_id,
        ):
            return True
        return not self.are_a_hosts and self.user_id == booking.organizer_id


def rights_of(parts: Parts, page: Page) -> Rights:
    """Return what is known without asking: the opened record counts as it was when the window opened."""
    record, roles = page.record, roles_now(parts, page)
    counts = record.can_edit and not only_hosts(roles)
    return Rights(page.user_id, roles, frozenset({record.id} if counts else ()))


def rights_on(parts: Parts, page: Page, booking_id: str, *, to_change: bool = False) -> Rights:
    """Return the rights that decide about one booking; Salesforce is asked where the record decides.

    For a change it is asked anew about the opened record too. Raises BadSignature, OutsideError.
    """
    rights = rights_of(parts, page)
    booking = parts.database.run(lambda session: bookings.get(session, page.org_id, booking_id))
    if booking is None or not rights.rest_on_the_record(booking):
        return rights
    if booking.record_id == page.record.id and not to_change:
        return rights
    return replace(rights, record_ids=editable_records(parts, page, [booking.record_id]))


def editable_records(parts: Parts, page: Page, record_ids: Collection[str]) -> frozenset[str]:
    """Return which records the window's user can edit, by Salesforce's word. Raises BadSignature, OutsideError."""
    with organizer_session(page.access):
        return parts.salesforce.editable_records(page.access, record_ids)
