"""Checks of what an org's admins decided: what is left out, what is missing for a first booking, what is on for tests."""

from collections.abc import Iterator

from handoff.config import OrgConfig
from handoff.doctor.findings import Finding, failed, fine, note, warning
from handoff.org_settings import OrgSettings, SettingProblem
from handoff.pools.routing import playing_members


def check_settings(org: OrgConfig, settings: OrgSettings) -> Iterator[Finding]:
    """Say what keeps settings from working."""
    about = f"{org.name}: settings"
    needed = [
        (
            settings.meeting_types,
            "There is no meeting type in use.",
            "Handoff Meeting Types → New.",
        ),
        (settings.hosts, "There is no host in use.", "Handoff Hosts → New."),
        (
            [one for one in settings.objects if one.is_enabled],
            "Handoff is switched on for no object.",
            "Setup → Custom Metadata Types → Handoff Object Setting → Manage Records.",
        ),
    ]
    missing = [(words, fix) for found, words, fix in needed if not found]
    for words, fix in missing:
        yield failed(about, words, f"In the Handoff app: {fix}" if "Setup" not in fix else fix)
    if not missing:
        yield fine(
            about,
            f"meeting types: {len(settings.meeting_types)}, pools: {len(settings.pools)}, hosts: {len(settings.hosts)}",
        )
    for problem in settings.problems:
        yield warning(about, problem.words, _place(org, problem))
    for pool in settings.pools:
        if not playing_members(pool, settings):
            yield warning(
                about,
                f"Nobody in the pool “{pool.name}” can be booked.",
                "Check its members: each needs a Host record with a calendar, and Handoff Host.",
            )
    yield from _switches(about, settings)


def _place(org: OrgConfig, problem: SettingProblem) -> str:
    if not problem.record_id:
        return "In the Handoff app, tab Handoff Problems."
    named = problem.record_name or problem.object_name
    return f"{named}: {org.instance_url}/{problem.record_id}"


def _switches(about: str, settings: OrgSettings) -> Iterator[Finding]:
    switches = settings.switches
    if switches.test_mode and "@" not in switches.test_mailbox:
        yield failed(
            about,
            "Test mode is on without a test mailbox, so nothing can be booked.",
            "Setup → Custom Settings → Handoff Settings → Manage: set Test Mailbox, or take Test Mode off.",
        )
    elif switches.test_mode:
        yield note(about, f"Test mode is on: all letters go to {switches.test_mailbox}.")
    if switches.guest_data_days is None:
        yield note(
            about,
            "Guests' data are kept without end.",
            "Setup → Custom Settings → Handoff Settings → Manage: Guest Data (Days).",
        )
