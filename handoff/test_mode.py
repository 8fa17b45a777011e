"""PURE. Test mode: times are real, but every letter goes to one mailbox and what is written says TEST (spec §9.9)."""

import re

from handoff.org_settings import Switches
from handoff.wording import say

MARK = "TEST"
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")


def why_closed(switches: Switches) -> str:
    """Return why nothing can be booked in this org; nothing if it can."""
    if switches.test_mode and not _ADDRESS.fullmatch(switches.test_mailbox):
        return say(
            "Test mode is on, but its mailbox is missing: nothing can be booked. Please tell your admin."
        )
    return ""


def why_not_booked(switches: Switches, *, opened_in_test: bool) -> str:
    """Return why a window may not book now: its user believes what stood in it when it opened. Nothing if it may."""
    if why := why_closed(switches):
        return why
    if switches.test_mode == opened_in_test:
        return ""
    if opened_in_test:
        return say(
            "Test mode was switched off after this window was opened. Close it and press the button again."
        )
    return say(
        "Test mode was switched on after this window was opened. Close it and press the button again."
    )


def mailbox_of(switches: Switches) -> str:
    """Return where all letters of a meeting go that is booked now; nothing outside of test mode."""
    return switches.test_mailbox if switches.test_mode and not why_closed(switches) else ""


def marked(title: str) -> str:
    """Return the title of something that was written in test mode."""
    return f"{MARK}: {title}"
