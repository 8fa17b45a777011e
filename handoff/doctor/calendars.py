"""Checks of the hosts' calendars: whether Handoff may read and write each, and no more than it needs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from handoff.calendars.google_probe import SCOPES, GoogleProbe
from handoff.calendars.microsoft_probe import WRITES_CALENDARS, MicrosoftProbe
from handoff.config import GoogleCredentials, OrgConfig, Settings
from handoff.doctor.findings import Finding, failed, fine, warning
from handoff.errors import AccessLost, OutsideError
from handoff.org_settings import OrgSettings
from handoff.people import Host, Provider

AT_ONCE = 8
MOST_OTHERS = 3
"""Mailboxes of people who are no hosts that are tried; one that can be read says enough."""
HOST_ADDRESS = "Handoff app → Handoff Hosts → {name}: Calendar Provider and Calendar Address."
ENTRA = "Microsoft Entra admin center → App registrations → the app"
TENANT_FIX = "Set microsoft.tenant_id in HANDOFF_ORGS to the Directory (tenant) ID."
SIGN_IN_FIXES: Mapping[str, str] = {
    "tenant": TENANT_FIX,
    "AADSTS90002": TENANT_FIX,
    "AADSTS700016": "Set microsoft.client_id in HANDOFF_ORGS to the Application (client) ID.",
    "AADSTS7000215": f"{ENTRA} → Certificates & secrets: copy the secret's Value (not its ID) into client_secret.",
    "AADSTS7000222": f"{ENTRA} → Certificates & secrets: the secret has expired; make another and put it into client_secret.",
}


def check_calendars(
    org: OrgConfig,
    settings: OrgSettings,
    config: Settings,
    *,
    others: Sequence[str] = (),
    only: str = "",
) -> Iterator[Finding]:
    """Say for each host whether their calendar can be read and written.

    `only` is one host's address; `others` are addresses of people who are no hosts, whose mailboxes a scoped
    policy keeps from us.
    """
    hosts = [one for one in settings.hosts if one.is_active and one.is_permitted]
    if only:
        hosts = [one for one in hosts if only.lower() in (one.email.lower(), one.calendar.lower())]
        if not hosts:
            yield failed(
                f"{org.name}: {only}",
                "There is no active Handoff Host with this address.",
                "Handoff app → Handoff Hosts, and the permission set Handoff Host.",
            )
    yield from _google(org, [one for one in hosts if one.provider is Provider.GOOGLE], config)
    yield from _microsoft(
        org, [one for one in hosts if one.provider is Provider.MICROSOFT], config, others=others
    )
    for host in hosts:
        if not host.has_calendar:
            yield warning(
                f"{org.name}: {host.name}",
                "This host has no calendar and cannot be booked.",
                HOST_ADDRESS.format(name=host.name),
            )


def _google(org: OrgConfig, hosts: Sequence[Host], config: Settings) -> Iterator[Finding]:
    about = f"{org.name}: Google calendars"
    if not hosts:
        return
    if org.google is None:
        yield failed(
            about,
            f"{len(hosts)} hosts have a Google calendar, but no service account is registered.",
            "Add google with its service_account to this org in HANDOFF_ORGS.",
        )
        return
    credentials = org.google
    probe = GoogleProbe(
        credentials, org_id=org.org_id, sandbox_url=config.sandbox_url, timeout=config.timeout
    )
    yield from _each(
        about, hosts, probe.look, lambda host, error: _google_fix(credentials, host, error)
    )


def _google_fix(credentials: GoogleCredentials, host: Host, error: OutsideError) -> str:
    account = credentials.service_account
    if error.code == "unauthorized_client":
        return (
            "Google Admin console → Security → Access and data control → API controls → Domain-wide delegation → "
            f"Add new: client ID {account.get('client_id', '(see the service account)')}, scopes "
            f"{SCOPES.replace(' ', ',')}. It may take minutes to work."
        )
    if error.code == "private_key" or "Signature" in error.detail or "not found" in error.detail:
        return (
            "Google Cloud console → IAM & Admin → Service Accounts → Keys: make a new key and put its JSON into "
            "google.service_account."
        )
    if "reasonable timeframe" in error.detail:
        return "Set this machine's clock right."
    if error.code in ("SERVICE_DISABLED", "accessNotConfigured"):
        return "Google Cloud console → APIs & Services → Library → Google Calendar API → Enable."
    return (
        f"Is {host.calendar} a user of this Google domain, with Calendar switched on? "
        + HOST_ADDRESS.format(name=host.name)
    )


def _microsoft(
    org: OrgConfig, hosts: Sequence[Host], config: Settings, *, others: Sequence[str]
) -> Iterator[Finding]:
    about = f"{org.name}: Microsoft calendars"
    if not hosts:
        return
    if org.microsoft is None:
        yield failed(
            about,
            f"{len(hosts)} hosts have a Microsoft calendar, but no app is registered.",
            "Add microsoft with tenant_id, client_id and client_secret to this org in HANDOFF_ORGS.",
        )
        return
    probe = MicrosoftProbe(
        org.microsoft, org_id=org.org_id, sandbox_url=config.sandbox_url, timeout=config.timeout
    )
    try:
        permissions = probe.permissions()
    except OutsideError as error:
        yield failed(about, f"{error.message} {error.detail[:120]}".strip(), _sign_in_fix(error))
        return
    if permissions is not None and WRITES_CALENDARS not in permissions:
        yield failed(
            about,
            f"The app may not write calendars: {WRITES_CALENDARS} is missing.",
            f"{ENTRA} → API permissions → Add → Microsoft Graph → Application permissions → {WRITES_CALENDARS} → "
            "Grant admin consent; or, with RBAC for Applications, the role “Application Calendars.ReadWrite”.",
        )
        return
    yield from _each(about, hosts, probe.look, _mailbox_fix)
    yield from _too_wide(about, hosts, others, probe)


def _sign_in_fix(error: OutsideError) -> str:
    found = (
        fix
        for said, fix in SIGN_IN_FIXES.items()
        if said == error.code or error.detail.startswith(said)
    )
    return next(found, "Compare tenant_id, client_id and client_secret with the app registration.")


def _mailbox_fix(host: Host, error: OutsideError) -> str:
    if isinstance(error, AccessLost):
        return (
            f"Add {host.calendar} to the group or management scope of the app's mailbox policy (Exchange Online: "
            "Test-ServicePrincipalAuthorization or Test-ApplicationAccessPolicy says whether it is in). A change may "
            "take an hour."
        )
    return "Is it a mailbox in Exchange Online? " + HOST_ADDRESS.format(name=host.name)


def _too_wide(
    about: str, hosts: Sequence[Host], others: Sequence[str], probe: MicrosoftProbe
) -> Iterator[Finding]:
    """Try mailboxes of people who are no hosts: a scoped policy refuses them."""
    domains = {one.calendar.rpartition("@")[2].lower() for one in hosts}
    known = {address.lower() for one in hosts for address in (one.email, one.calendar)}
    tried = [
        one
        for one in others
        if one.lower() not in known and one.rpartition("@")[2].lower() in domains
    ]
    for address in tried[:MOST_OTHERS]:
        try:
            probe.look(address)
        except OutsideError:
            continue
        yield warning(
            about,
            f"The app can also read the mailbox of {address}, who is no host.",
            "Scope it: Exchange Online PowerShell, New-ManagementScope and New-ManagementRoleAssignment with "
            "-CustomResourceScope (or New-ApplicationAccessPolicy), then remove the tenant-wide consent.",
        )
        return


def _each(
    about: str,
    hosts: Sequence[Host],
    look: Callable[[str], None],
    fix: Callable[[Host, OutsideError], str],
) -> Iterator[Finding]:
    def tried(host: Host) -> OutsideError | None:
        try:
            look(host.calendar)
        except OutsideError as error:
            return error
        return None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(tried, hosts))
    bad = [(host, error) for host, error in zip(hosts, answers, strict=True) if error]
    if len(bad) < len(hosts):
        yield fine(about, f"{len(hosts) - len(bad)} of {len(hosts)} hosts' calendars can be read")
    seen: set[str] = set()
    for host, error in bad:
        words, place = f"{error.message} {error.detail[:120]}".strip(), fix(host, error)
        if place in seen and host.name not in place:
            place = "As above."
        seen.add(place)
        yield failed(f"{org_part(about)}: {host.name} ({host.calendar})", words, place)


def org_part(about: str) -> str:
    """Return the org's name out of what a finding is about."""
    return about.partition(":")[0]
