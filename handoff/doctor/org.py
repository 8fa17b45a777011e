"""Checks of one Salesforce org: the workers' way in, the deployed package, who holds which permission set."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from cryptography import x509

from handoff.clock import machine_now
from handoff.config import OrgConfig
from handoff.doctor.findings import Finding, failed, fine, note, warning
from handoff.errors import OutsideError
from handoff.org_settings import OrgSettings
from handoff.people import Role
from handoff.salesforce import fields
from handoff.salesforce.probe import Access, SalesforceProbe, SignedIn

NEEDED_VERSION = float(fields.API_VERSION)
WORRYING_CLOCK = timedelta(minutes=2)
WORRYING_SHARE = 0.2
"""Of the day's API calls: below that share, background work slows down."""
WRITTEN = frozenset({"Handoff_Booking__c", "Handoff_Booking_Host__c", "Handoff_Setting_Problem__c"})
DEFINED_ON_ACTIVITY, SEEN_ON = "Activity", "Event"
PERMISSION_SET = "Setup → Permission Sets → {name} → Manage Assignments."
WORKER_APP = "Setup → External Client App Manager → Handoff Worker"
SIGN_IN_FIXES: Mapping[str, str] = {
    "hasn't approved": f"{WORKER_APP} → Policies: Admin approved users are pre-authorized, with the permission set "
    "Handoff Integration; give that set to the integration user; check that worker.username is that user.",
    "not admin approved": f"Give the integration user the permission set Handoff Integration, and name that set in "
    f"{WORKER_APP} → Policies.",
    "audience is invalid": "Set login_url of this org in HANDOFF_ORGS to https://login.salesforce.com, or to "
    "https://test.salesforce.com for a sandbox.",
    "invalid assertion": f"{WORKER_APP} → Settings → OAuth: upload the certificate that belongs to worker.private_key.",
    "client identifier invalid": f"Set worker.client_id to the consumer key of {WORKER_APP} → Settings → OAuth.",
    "user is inactive": "Activate the integration user in Setup → Users, or name another in worker.username.",
    "private key": "worker.private_key must be the PEM text of an RSA key; openssl genrsa 2048 makes one.",
    "expired": "Set this machine's clock right: the assertion was too old when it arrived.",
    "did not answer": "Check instance_url (https://<My Domain>.my.salesforce.com) and that this machine may reach it.",
}


def check_org_config(org: OrgConfig) -> Iterator[Finding]:
    """Say whether what is registered of the org is whole: addresses, secrets, certificates."""
    about = f"{org.name or org.org_id}: registration"
    for pem in org.signing_certificates:
        yield from _certificate(f"{org.name or org.org_id}: signing certificate", pem)
    if not org.google and not org.microsoft:
        yield failed(
            about,
            "Neither Google nor Microsoft calendars are registered for this org.",
            "Add google or microsoft to its entry in HANDOFF_ORGS.",
        )
    elif not org.requires_nonce:
        yield warning(
            about,
            "A signed request without a nonce is let in: one that was overheard opens a window until it is too old.",
            "Deploy the lifecycle handler with the client app, then remove requires_nonce from HANDOFF_ORGS.",
        )
    else:
        yield fine(about, org.instance_url)


def _certificate(about: str, pem: str) -> Iterator[Finding]:
    fix = (
        "Setup → Certificate and Key Management → Handoff_Signing → Download Certificate; put its text into "
        "signing_certificates of this org in HANDOFF_ORGS."
    )
    ends = x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc
    left = (ends - machine_now()).days
    if left < 0:
        yield failed(about, f"It ended on {ends:%Y-%m-%d}.", fix)
    elif left < 30:
        yield warning(about, f"It ends on {ends:%Y-%m-%d}.", fix)
    else:
        yield fine(about, f"valid until {ends:%Y-%m-%d}")


def check_sign_in(org: OrgConfig, probe: SalesforceProbe) -> tuple[list[Finding], SignedIn | None]:
    """Say whether the workers get in, into the right org, with a clock and an API version that will do."""
    about = f"{org.name}: sign-in of the workers"
    try:
        seen = probe.sign_in()
    except OutsideError as error:
        return [failed(about, str(error.message), _sign_in_fix(error))], None
    found = [fine(about, seen.username)]
    if seen.org_id != org.org_id:
        words = f"{org.instance_url} is the org {seen.org_id}, registered is {org.org_id}."
        return [failed(about, words, "Correct org_id or instance_url in HANDOFF_ORGS.")], None
    if abs(seen.ahead) > WORRYING_CLOCK:
        off = round(abs(seen.ahead).total_seconds() / 60)
        found.append(
            failed(
                f"{org.name}: clocks",
                f"This machine's clock is {off} minutes {'behind' if seen.ahead > timedelta() else 'ahead of'} Salesforce's.",
                "Set this machine's clock by NTP: sign-ins and signed requests are refused beyond five minutes.",
            )
        )
    return [*found, *_usage(org, probe)], seen


def _sign_in_fix(error: OutsideError) -> str:
    words = str(error.message)
    found = (fix for said, fix in SIGN_IN_FIXES.items() if said in words)
    return next(
        found, f"{WORKER_APP}: compare consumer key, certificate and policies with the guide."
    )


def _usage(org: OrgConfig, probe: SalesforceProbe) -> Iterator[Finding]:
    about = f"{org.name}: API"
    try:
        version, (left, most) = probe.newest_version(), probe.calls_left()
    except OutsideError as error:
        yield failed(about, str(error.message), "Try again; see trust.salesforce.com if it stays.")
        return
    if version < NEEDED_VERSION:
        yield failed(
            about,
            f"The org speaks version {version} at most, Handoff needs {fields.API_VERSION}.",
            "Wait for the org's upgrade, or use an earlier release of Handoff.",
        )
    elif left < WORRYING_SHARE * most:
        yield warning(
            about,
            f"Only {left} of {most} API calls are left for today.",
            "Setup → Company Information shows who uses them; Handoff needs about one a minute and four a booking.",
        )
    else:
        yield fine(about, f"version {fields.API_VERSION}, {left} of {most} calls left today")


def check_package(org: OrgConfig, probe: SalesforceProbe) -> Iterator[Finding]:
    """Say whether every object and field of this release is there for the integration user, and writable where we write."""
    about, wrong = f"{org.name}: package", False
    for described in fields.CUSTOM:
        name = str(vars(described)["OBJECT"])
        seen_as = SEEN_ON if name == DEFINED_ON_ACTIVITY else name
        try:
            found = probe.fields(seen_as)
        except OutsideError as error:
            yield failed(about, f"{seen_as}: {error.message}", "Try again.")
            return
        for finding in _differences(about, name, found, described):
            wrong = True
            yield finding
    if not wrong:
        yield fine(about, f"all {len(fields.CUSTOM)} objects are there, with all fields")


def _differences(
    about: str, name: str, found: tuple[Access, Mapping[str, Access]] | None, described: type
) -> Iterator[Finding]:
    if found is None:
        yield failed(
            about,
            f"{name} is not there, or the integration user may not see it.",
            "Deploy the package (`python -m handoff.deploy`), and give the integration user the permission set "
            "Handoff Integration.",
        )
        return
    on_object, on_fields = found
    wanted = [str(one) for one in fields.fields_of(described)]
    missing = [one for one in wanted if one not in on_fields]
    if missing:
        yield failed(
            about,
            f"{name} lacks {', '.join(missing)}.",
            "Deploy this release's package; if the fields are there, the permission set Handoff Integration of the "
            "org is an older one: deploy it too.",
        )
    if name not in WRITTEN:
        return
    locked = [one for one in wanted if one.endswith("__c") and _is_locked(on_fields.get(one))]
    if not (on_object.can_create and on_object.can_change) or locked:
        yield failed(
            about,
            f"The integration user may not write {name}{': ' if locked else ''}{', '.join(locked)}.",
            PERMISSION_SET.format(name="Handoff Integration"),
        )


def _is_locked(access: Access | None) -> bool:
    return access is not None and not (access.is_calculated or access.can_create)


def check_people(
    org: OrgConfig, settings: OrgSettings, probe: SalesforceProbe, seen: SignedIn
) -> Iterator[Finding]:
    """Say who may do what: whether anybody can book and be booked, and whether the workers may too much."""
    counts = {role: sum(role in held for held in settings.roles.values()) for role in Role}
    told = ", ".join(
        f"{count} {role.replace('_', ' ')}{'s' if count != 1 else ''}"
        for role, count in counts.items()
    )
    about = f"{org.name}: permission sets"
    names = {Role.ORGANIZER: "Handoff Organizer", Role.HOST: "Handoff Host"}
    wanted = {Role.ORGANIZER: "book for others", Role.HOST: "be booked"}
    nobody = [role for role in names if not counts[role]]
    for role in nobody:
        fix = PERMISSION_SET.format(name=names[role])
        yield failed(about, f"Nobody holds {names[role]}, so nobody can {wanted[role]}.", fix)
    if not nobody:
        yield fine(about, told)
    if not counts[Role.ADMIN]:
        yield note(
            about,
            "Nobody holds Handoff Admin, so nobody can reload settings in the window.",
            PERMISSION_SET.format(name="Handoff Admin"),
        )
    if Role.INTEGRATION not in settings.roles_of(seen.user_id):
        yield failed(
            about,
            f"{seen.username} does not hold Handoff Integration.",
            PERMISSION_SET.format(name="Handoff Integration"),
        )
    if probe.holds_system_permission(seen.user_id, "PermissionsModifyAllData"):
        yield warning(
            about,
            f"{seen.username} may modify all data; the workers need far less.",
            "Take the permission Modify All Data from that user's profile and permission sets.",
        )
