"""`handoff erase`: forgets a guest of one org, by e-mail address."""

import argparse
import sys

from sqlalchemy.exc import SQLAlchemyError

from handoff.actions.erase_guest import erase_guest
from handoff.config import Settings
from handoff.errors import HandoffError, Misconfigured
from handoff.ids import to_18
from handoff.people import OrgId
from handoff.terminal import at_terminal
from handoff.wiring import assemble

DONE, REFUSED, UNUSABLE = 0, 1, 2
OPERATOR = "operator"
NO_DATABASE = "The database cannot be used ({error}): `python -m handoff doctor` says why.\n"


def main(arguments: list[str]) -> int:
    """Return 0 if nothing of the guest is left, 1 with the reason if something is, 2 for a bad configuration."""
    wish = _parser().parse_args(arguments)
    try:
        settings = Settings.from_env()
    except Misconfigured as error:
        sys.stderr.write(f"{error.message}\n")
        return UNUSABLE
    org_id = _org_id(wish.org)
    if org_id not in settings.orgs:
        known = ", ".join(sorted(settings.orgs))
        sys.stderr.write(f"No org {wish.org} is registered. Registered are: {known}\n")
        return UNUSABLE
    try:
        count = erase_guest(
            assemble(settings),
            org_id,
            email=wish.email,
            actor=OPERATOR,
            including_future=wish.including_future,
        )
    except HandoffError as error:
        sys.stderr.write(f"{error.message}\n")
        return REFUSED
    except (SQLAlchemyError, OSError) as error:
        sys.stderr.write(NO_DATABASE.format(error=type(error).__name__))
        return UNUSABLE
    sys.stdout.write(f"Erased in {count} booking{'' if count == 1 else 's'}.\n")
    return DONE


def _org_id(text: str) -> OrgId:
    try:
        return OrgId(to_18(text))
    except ValueError:
        return OrgId(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="handoff erase",
        description="Erases a guest's name, addresses, notes and answers from the bookings of one org, here and in "
        "Salesforce's booking records. Events in calendars and in Salesforce are the org's own and stay.",
    )
    parser.add_argument("--org", required=True, help="the org's id")
    parser.add_argument("--email", required=True, help="the guest's e-mail address")
    parser.add_argument(
        "--including-future",
        action="store_true",
        help="also from meetings that are still to take place; they can then be cancelled, but not moved",
    )
    return parser


if __name__ == "__main__":
    sys.exit(at_terminal(main, sys.argv[1:]))
