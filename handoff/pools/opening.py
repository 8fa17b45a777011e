"""PURE. Whether Handoff opens on a record: what an admin asks of records of its object (spec §12.2)."""

from handoff.org_settings import ObjectSetting
from handoff.pools.conditions import holds, why_not
from handoff.pools.outcomes import DoNotSchedule, SuggestionSource, joined
from handoff.records import RecordView
from handoff.wording import say


def closed_by_conditions(setting: ObjectSetting, record: RecordView) -> DoNotSchedule | None:
    """Return which conditions the record does not fulfil, in words; None if it fulfils them all."""
    reasons = [why_not(one, record) for one in setting.conditions if not holds(one, record)]
    if not reasons:
        return None
    return DoNotSchedule(
        title=say("Handoff is not open for {record}.", record=record.name),
        text=joined(reasons),
        source=SuggestionSource.SETTING,
        name=setting.object_name,
    )
