"""Why some dates hold no offer, in one sentence."""

from handoff.actions.find_verdict import Finding, Matter, find_verdict
from handoff.actions.offer_times import OfferedTimes
from handoff.availability.values import Why
from handoff.people import Organizer
from handoff.web.holiday_words import holidays_on
from handoff.wording import bare, say


def why_nothing(offered: OfferedTimes, organizer: Organizer) -> str:
    """Say why these dates hold no offer, or nothing if they do."""
    found = find_verdict(offered, organizer)
    if found is None:
        return ""
    match found.matter:
        case Matter.PAST:
            return say("These dates are in the past.")
        case Matter.COMING | Matter.UNKNOWN:
            return _unread(found, offered)
        case Matter.ALL:
            return _for_everybody(found, offered, organizer)
        case Matter.HOST:
            return _for_one(found, offered, organizer)
        case Matter.POOL:
            return _nobody(offered)
    return say("The chosen hosts have no free time in common on these dates.")


def _unread(found: Finding, offered: OfferedTimes) -> str:
    if found.matter is Matter.COMING:
        return say("The calendars have not answered yet.")
    first, *others = found.hosts
    reason = say("{name}: {reason}", name=first.name, reason=bare(offered.learned.unknown(first)))
    if not others:
        return say("The calendars could not be read ({reason}).", reason=reason)
    return say(
        "The calendars could not be read ({reason}; and {n} more).", reason=reason, n=len(others)
    )


def _for_everybody(found: Finding, offered: OfferedTimes, organizer: Organizer) -> str:
    kind = offered.meeting_type
    if found.verdict and found.verdict.why is Why.HOLIDAY:
        return _off(offered, organizer)
    if found.verdict and found.verdict.is_of_type:
        return say(
            "There are as many meetings of type {type} as allowed on these dates.", type=kind.name
        )
    if found.verdict and found.verdict.why is Why.NOTICE:
        return say("These dates are over before the minimum notice of {type}.", type=kind.name)
    if kind.bookable_from and kind.bookable_until:
        return say("{type} cannot be booked on these dates.", type=kind.name)
    return say(
        "These dates are further ahead than {type} can be booked ({days} days).",
        type=kind.name,
        days=kind.horizon_days,
    )


def _off(offered: OfferedTimes, organizer: Organizer) -> str:
    first, *others = holidays_on(offered, offered.chosen.needed, organizer.language)
    if not others:
        return say("Nobody works on these dates: {holiday}.", holiday=first)
    return say(
        "Nobody works on these dates: {holiday}, and {n} more holidays.",
        holiday=first,
        n=len(others),
    )


def _for_one(found: Finding, offered: OfferedTimes, organizer: Organizer) -> str:
    name = found.hosts[0].name
    match found.verdict.why if found.verdict else None:
        case Why.HOURS:
            return say("{name} does not work on these dates.", name=name)
        case Why.TYPE_HOURS:
            return say(
                "{name} does not work within the meeting type's hours on these dates.", name=name
            )
        case Why.HOLIDAY:
            return _one_off(found, offered, organizer)
        case Why.AWAY:
            return say("{name} is on leave on these dates.", name=name)
        case Why.LIMIT:
            return say("{name} has as many meetings as allowed on these dates.", name=name)
    return say("{name} has no free time on these dates.", name=name)


def _one_off(found: Finding, offered: OfferedTimes, organizer: Organizer) -> str:
    host = found.hosts[0]
    first, *others = holidays_on(offered, (host,), organizer.language)
    if not others:
        return say("{name} has a holiday on these dates: {holiday}.", name=host.name, holiday=first)
    return say(
        "{name} has holidays on these dates: {holiday}, and {n} more.",
        name=host.name,
        holiday=first,
        n=len(others),
    )


def _nobody(offered: OfferedTimes) -> str:
    chosen = offered.chosen
    if chosen.required or chosen.second_pool:
        return say("On these dates nobody is free together with everyone who has to be there.")
    if chosen.pool:
        return say("Nobody in pool {pool} is free on these dates.", pool=chosen.pool.name)
    return say("Nobody is free on these dates.")
