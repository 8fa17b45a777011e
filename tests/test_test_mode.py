"""Test mode by itself: when it is closed, and where letters go."""

import pytest

from handoff.org_settings import Switches
from handoff.test_mode import mailbox_of, marked, why_closed

MAILBOX = "rehearsals@larkspur.example"


@pytest.mark.parametrize("mailbox", ["", "somebody", "a b@larkspur.example", "@larkspur.example"])
def test_without_a_mailbox_it_is_closed(mailbox: str) -> None:
    switches = Switches(test_mode=True, test_mailbox=mailbox)

    assert why_closed(switches)
    assert mailbox_of(switches) == ""


def test_a_mailbox_counts_in_test_mode_alone() -> None:
    assert mailbox_of(Switches(test_mode=True, test_mailbox=MAILBOX)) == MAILBOX
    assert mailbox_of(Switches(test_mailbox=MAILBOX)) == ""
    assert not why_closed(Switches(test_mailbox=""))
    assert marked("Demo") == "TEST: Demo"
