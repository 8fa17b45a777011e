"""`handoff erase`: forgets a guest of one org, by e-mail address."""

import argparse
import sys

from handoff.actions.erase_guest import erase_guest
from handoff.config import Settings
from handoff.errors import HandoffError, Misconfigured
from handoff.people import OrgId
from handoff.wiring import assemble

DONE, REFUSED, UNUSABLE = 0, 1, 2
OPERATOR = "operator"


def main(arguments: list[str]) -> int:
    """Return 0 if nothing of the guest is left, 1 with the reason if something is, 2 for a bad configuration."""
    wish = _parser().parse_args(arguments)
    try:
        settings = Settings.from_env()
    except Misconfigured as error:
        sys.stderr.write(f"{error.message}\n")
        return UNUSABLE
    if wish.org not in settings.orgs:
        known = ", ".join(sorted(settings.orgs))
        sys.stderr.write(f"No org {wish.org} is registered. Registered are: {known}\n")
        return UNUSABLE
    try:
        count = erase_guest(
            assemble(settings),
            OrgId(wish.org),
            email=wish.email,
            actor=OPERATOR,
            including_future=wish.including_future,
        )
    except HandoffError as error:
        sys.stderr.write(f"{error.message}\n")
        return REFUSED
    sys.stdout.write(f"Erased in {count} booking{'' if count == 1 else 's'}.\n")
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="handoff erase",
        description="Erases a guest's name, addresses, notes and answers from the bookings of one org, here and in "
        "Salesforce's booking records. Events in calendars and in Salesforce are the org's own and stay.",
    )
    parser.add_argument("--org", required=True, help="the org's id, 18 characters")
    parser.add_argument("--email", required=True, help="the guest's e-mail address")
    parser.add_argument(
        "--including-future",
        action="store_true",
        help="also from meetings that are still to take place; they can then be cancelled, but not moved",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
