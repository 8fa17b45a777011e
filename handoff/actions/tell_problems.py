"""Tell an org's admins, in Salesforce, what is wrong with their settings."""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import replace

from handoff.errors import OutsideError
from handoff.languages import said_to
from handoff.org_settings import OrgSettings, SettingProblem
from handoff.people import OrgId
from handoff.storage import settings_readings
from handoff.wiring import Parts
from handoff.wording import Sentence

log = logging.getLogger(__name__)

NOT_DEPLOYED = frozenset({"INVALID_TYPE", "INVALID_FIELD", "NOT_FOUND"})


def tell_problems(
    parts: Parts, org_id: OrgId, settings: OrgSettings, *, anew: bool = False
) -> None:
    """Bring the org's Handoff Setting Problems up to date if they changed; never fails, may be repeated.

    They are in the org's language: in another one they are other problems, and written again. A problem record
    is for reading alone: without it the settings are as they are, and it is tried next time.
    """
    tongue = settings.tongue
    problems = [replace(one, words=said_to(tongue, one.words)) for one in settings.problems]
    digest = _digest(problems)
    told = parts.database.run(lambda session: settings_readings.told(session, org_id))
    if told == digest and not anew:
        return
    mark = parts.database.run(lambda session: settings_readings.begin_telling(session, org_id))
    try:
        parts.salesforce.write_problems(org_id, problems)
    except OutsideError as error:
        log.warning("setting problems not written", extra={"org_id": org_id, "code": error.code})
        if error.code not in NOT_DEPLOYED:
            return
        # Nothing to write to: tried again when there is something else to tell, or an admin reloads.
    parts.database.run(lambda session: settings_readings.end_telling(session, org_id, mark, digest))


def log_new(org_id: OrgId, before: Iterable[SettingProblem], now: Iterable[SettingProblem]) -> None:
    """Write a line for each problem that was not there before: its kind and record, nobody's name."""
    known = set(before)
    for problem in now:
        if problem not in known:
            words = problem.words
            log.warning(
                "setting cannot be used",
                extra={
                    "org_id": org_id,
                    "kind": problem.object_name,
                    "path": problem.record_id,
                    "reason": words.template if isinstance(words, Sentence) else "",
                },
            )


def _digest(problems: Iterable[SettingProblem]) -> str:
    lines = sorted(
        "\t".join((one.object_name, one.record_id, one.record_name, str(one.words)))
        for one in problems
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
