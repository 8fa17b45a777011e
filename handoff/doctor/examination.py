"""The whole examination, in the order of the report; what does not depend on each other runs at once."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from handoff.config import OrgConfig, Settings
from handoff.doctor import deployment
from handoff.doctor.calendars import check_calendars
from handoff.doctor.findings import Finding, failed
from handoff.doctor.org import check_org_config, check_package, check_people, check_sign_in
from handoff.doctor.settings import check_settings
from handoff.doctor.writing import check_writing
from handoff.errors import OutsideError
from handoff.http import open_session
from handoff.org_settings import OrgSettings
from handoff.salesforce.probe import SalesforceProbe
from handoff.wiring import open_clock

log = logging.getLogger(__name__)

OF_THE_DEPLOYMENT: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    deployment.check_database,
    deployment.check_queues,
    deployment.check_mail,
    deployment.check_address,
)
MOST_WORDS = 300
MOST_ASKED = 50
"""Colleagues who are no hosts among whom mailboxes to try are looked for."""


def examine(
    settings: Settings, *, org_id: str = "", host: str = "", writes: bool = False
) -> Iterator[Finding]:
    """Yield what was found, group by group; with a host's address, only what concerns that calendar.

    With `writes`, an event is written into that host's calendar and removed again; otherwise nothing changes
    anywhere. Raises nothing for what it finds broken.
    """
    orgs = [one for one in settings.orgs.values() if org_id in ("", one.org_id, one.org_id[:15])]
    if not orgs:
        yield failed("Orgs", f"No org {org_id} is registered.", "See HANDOFF_ORGS.")
    pool = ThreadPoolExecutor(len(OF_THE_DEPLOYMENT) + max(1, len(orgs)))
    groups: list[Iterator[Finding]] = (
        [] if host else [check(settings) for check in OF_THE_DEPLOYMENT]
    )
    groups += [_org(org, settings, host, writes=writes) for org in orgs]
    try:
        # A generator begins to work when it is listed: all of them at once.
        yield from chain.from_iterable(pool.map(_listed, groups))
    finally:
        # Whoever stops the examination does not wait for those who do not answer.
        pool.shutdown(wait=False, cancel_futures=True)


def _listed(found: Iterator[Finding]) -> list[Finding]:
    listed: list[Finding] = []
    try:
        for one in found:
            listed.append(one)
    except Exception as error:
        # A check with a mistake in it keeps nobody from reading the others.
        log.exception("check broke off")
        words = f"A check broke off after {len(listed)} lines: {type(error).__name__}: {error}"
        listed.append(failed("The examination itself", words[:MOST_WORDS], "Please report this."))
    return listed


def _org(org: OrgConfig, settings: Settings, host: str, *, writes: bool) -> Iterator[Finding]:
    with open_session(
        "salesforce", timeout=settings.timeout, sandbox_url=settings.sandbox_url
    ) as session:
        yield from _looked_into(org, settings, SalesforceProbe(session, org), host, writes=writes)


def _looked_into(
    org: OrgConfig, settings: Settings, probe: SalesforceProbe, host: str, *, writes: bool
) -> Iterator[Finding]:
    found, seen = check_sign_in(org, probe)
    if not host:
        yield from check_org_config(org)
        yield from deployment.check_canvas(settings, org)
        yield from found
    if seen is None:
        yield from found if host else ()
        return
    if not host:
        package = list(check_package(org, probe))
        yield from package
    try:
        read = probe.settings(open_clock(settings).now())
        others = [] if host else probe.addresses(_no_hosts(read))
    except OutsideError as error:
        yield failed(
            f"{org.name}: settings",
            str(error.message),
            "Deploy the package, and give the integration user the permission set Handoff Integration.",
        )
        return
    if not host:
        yield from check_people(org, read, probe, seen)
        yield from check_settings(org, read)
    yield from check_calendars(org, read, settings, others=others, only=host)
    if host and writes:
        yield from check_writing(org, read, settings, address=host)


def _no_hosts(settings: OrgSettings) -> list[str]:
    hosts = {one.id for one in settings.hosts}
    others = [one.id for one in settings.colleagues if one.is_active and one.id not in hosts]
    return others[:MOST_ASKED]
