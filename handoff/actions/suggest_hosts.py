"""Preselect hosts and meeting type by the org's own logic: its flow first, else its suggestion rules."""

from collections.abc import Callable
from dataclasses import replace

from handoff.actions.ask_flow import AskedFlow, ask_flow
from handoff.actions.pool_accounts import next_in_turn
from handoff.canvas.context import CanvasContext
from handoff.meeting_types import Pool
from handoff.org_settings import OrgSettings
from handoff.pools.flow_suggestions import suggested_by_flow
from handoff.pools.outcomes import Outcome, Suggestion, SuggestionSource
from handoff.pools.suggestions import suggested_by_rules
from handoff.pools.vetting import Scene
from handoff.wiring import Parts
from handoff.wording import say


def begin_to_suggest(
    parts: Parts, context: CanvasContext, settings: OrgSettings
) -> Callable[[Scene], Outcome]:
    """Ask the org's flow, if it has one, while the record is read; the result tells what was suggested.

    A flow that fails, or takes too long, leaves it to the rules; the suggestion says so. Raises nothing.
    """
    switches = settings.switches
    if not switches.smart_suggestions:
        return lambda scene: None
    asked = None
    if switches.suggestion_flow:
        asked = ask_flow(
            switches.suggestion_flow,
            lambda: parts.salesforce.run_suggestion_flow(
                context.org_id,
                switches.suggestion_flow,
                record_id=context.record_id,
                organizer_id=context.organizer.user_id,
            ),
        )
    return lambda scene: _suggested(
        asked, replace(scene, next_in=_next_in(parts, context, settings))
    )


def _next_in(parts: Parts, context: CanvasContext, settings: OrgSettings) -> Callable[[Pool], str]:
    def next_in(pool: Pool) -> str:
        host = parts.database.run(
            lambda session: next_in_turn(session, context.org_id, pool, settings, parts.clock.now())
        )
        return host.name if host else ""

    return next_in


def _suggested(asked: AskedFlow | None, scene: Scene) -> Outcome:
    answer, notice = asked.answer() if asked else (None, "")
    by_flow = suggested_by_flow(answer, scene) if answer else None
    if by_flow is not None:
        return by_flow
    by_rules = suggested_by_rules(scene.settings.rules, scene)
    if not notice:
        return by_rules
    if by_rules is None:
        nothing = say("No suggestion rule applies to this record.")
        return Suggestion(text=nothing, source=SuggestionSource.RULE, name="", notice=notice)
    return replace(by_rules, notice=notice) if isinstance(by_rules, Suggestion) else by_rules
