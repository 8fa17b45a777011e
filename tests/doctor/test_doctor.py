"""`handoff doctor` finds nothing wrong where nothing is, and names each fault with the place to mend it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from handoff.config import OrgConfig, Settings
from handoff.doctor.examination import examine
from handoff.doctor.findings import Finding, State
from tests.doctor.conftest import found, told
from tests.support.ports import free_port
from tests.support.product import ROOT, Product
from tests.support.queue_server import Valkey


def org_named(settings: Settings, name: str) -> OrgConfig:
    return next(org for org in settings.orgs.values() if org.name == name)


def the_org(settings: Settings) -> OrgConfig:
    return org_named(settings, "Fernhill")


def with_org(settings: Settings, **changes: Any) -> Settings:
    org = replace(the_org(settings), **changes)
    return replace(settings, orgs={org.org_id: org})


def alone(settings: Settings) -> Settings:
    return with_org(settings)


def some_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def fernhill(world: Any) -> Any:
    return next(org for org in world.orgs.values() if org.name == "Fernhill")


def the_only(findings: list[Finding], words: str) -> Finding:
    (one,) = [finding for finding in findings if words in finding.words]
    return one


def command(env: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "handoff.doctor.command", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_healthy_deployment_has_nothing_that_failed(settings: Settings) -> None:
    findings = list(examine(settings, org_id=the_org(settings).org_id))

    assert [one for one in findings if one.state in (State.FAILED, State.WARNING)] == []
    assert {
        "Database",
        "Redis",
        "Workers",
        "Clock",
        "Mail relay",
        "Handoff's own address",
        "Fernhill: sign-in of the workers",
        "Fernhill: package",
        "Fernhill: permission sets",
        "Fernhill: settings",
        "Fernhill: Google calendars",
        "Fernhill: Microsoft calendars",
    } <= {one.about for one in findings}


def test_only_the_host_without_access_fails_in_a_large_org(settings: Settings) -> None:
    larkspur = org_named(settings, "Larkspur")
    findings = found(replace(settings, orgs={larkspur.org_id: larkspur}))

    assert [one.about for one in findings if one.state is State.FAILED] == [
        "Larkspur: Luis Prado (luis@larkspur.example)"
    ]


def test_the_command_prints_a_line_a_check_and_no_secret(
    settings: Settings, product: Product
) -> None:
    fernhill = org_named(settings, "Fernhill")
    ended = command(product.environment, "--org", fernhill.org_id)

    assert "ok       Database: answers" in ended.stdout
    assert "Everything is in order." in ended.stdout
    assert ended.returncode == 0
    assert fernhill.microsoft
    secrets = (*fernhill.canvas_secrets, fernhill.microsoft.client_secret, "PRIVATE KEY")
    assert not [one for one in secrets if one in ended.stdout + ended.stderr]
    assert product.environment["HANDOFF_SECRET_KEYS"] not in ended.stdout


def test_findings_come_as_json_too(product: Product) -> None:
    org = json.loads(product.environment["HANDOFF_ORGS"])[1]
    ended = command(
        product.environment, "--json", "--org", org["org_id"], "--host", "nobody@x.example"
    )

    (finding,) = json.loads(ended.stdout)
    assert finding["state"] == "FAILED"
    assert "no active Handoff Host" in finding["words"]
    assert ended.returncode == 1


def test_a_configuration_that_cannot_be_read_is_told_whole(product: Product) -> None:
    env = {key: value for key, value in product.environment.items() if key != "SMTP_HOST"}
    ended = command({**env, "HANDOFF_ORGS": "[]"})

    assert ended.returncode == 2
    assert "SMTP_HOST is missing" in ended.stderr
    assert "HANDOFF_ORGS" in ended.stderr


def test_a_database_without_this_releases_steps(settings: Settings, tmp_path: Path) -> None:
    findings = found(replace(alone(settings), database_url=f"sqlite:///{tmp_path}/new.db"))

    assert "python -m handoff.storage.migrate" in the_only(findings, "this release needs").fix


def test_a_redis_that_is_away(settings: Settings) -> None:
    findings = found(replace(alone(settings), redis_url=f"redis://127.0.0.1:{free_port()}/0"))

    assert "REDIS_URL" in the_only(findings, "Nothing is lost").fix


def test_queues_without_workers_and_a_clock_that_stands(settings: Settings) -> None:
    server = Valkey().start()
    try:
        findings = found(replace(alone(settings), redis_url=server.url))
    finally:
        server.stop()

    assert "python -m workers clock" in the_only(findings, "no sign of life").fix
    assert "now, calendar, mail" in the_only(findings, "Nobody works the queues").words


def test_a_mail_relay_that_nobody_runs(settings: Settings) -> None:
    mail = replace(settings.mail, port=free_port())
    findings = found(replace(alone(settings), mail=mail))

    assert "SMTP_HOST" in the_only(findings, "The mail server could not be reached").fix


def test_an_address_that_leads_elsewhere(settings: Settings, world: Any) -> None:
    findings = found(replace(alone(settings), public_url=world.url))

    assert "HANDOFF_PUBLIC_URL" in the_only(findings, "not as Handoff does").fix


def test_a_worker_key_that_does_not_belong_to_the_app(settings: Settings) -> None:
    worker = replace(the_org(settings).worker, private_key=some_key())
    findings = found(with_org(settings, worker=worker))

    assert "upload the certificate" in the_only(findings, "invalid assertion").fix


@pytest.mark.parametrize(
    "changed,words,fix",
    [
        ({"username": "nobody@fernhill.example"}, "hasn't approved", "pre-authorized"),
        ({"client_id": "3MVG9unknown"}, "client identifier invalid", "consumer key"),
        ({"private_key": "none"}, "private key", "openssl"),
    ],
)
def test_a_worker_login_that_is_refused(
    settings: Settings, changed: dict[str, str], words: str, fix: str
) -> None:
    worker = replace(the_org(settings).worker, **changed)
    findings = found(with_org(settings, worker=worker))

    assert fix in the_only(findings, words).fix


def test_an_audience_of_the_wrong_kind_of_org(settings: Settings) -> None:
    findings = found(with_org(settings, login_url="https://login.elsewhere.example"))

    assert "https://test.salesforce.com" in the_only(findings, "audience is invalid").fix


def test_an_org_under_another_ones_id(settings: Settings) -> None:
    findings = found(with_org(settings, org_id="00D000000000001AAA"))

    assert "Correct org_id" in the_only(findings, "registered is 00D000000000001AAA").fix


def test_a_field_that_an_older_package_lacks(settings: Settings, world: Any) -> None:
    kind = fernhill(world).kind("Handoff_Booking__c")
    taken = kind.fields.pop("attention__c")
    try:
        findings = found(alone(settings))
    finally:
        kind.add(taken)

    assert "Deploy this release's package" in the_only(findings, "lacks Attention__c").fix


def test_nobody_holds_the_organizers_permission_set(settings: Settings, world: Any) -> None:
    with without_assignments(world, "Handoff_Organizer"):
        findings = found(alone(settings))

    assert "Permission Sets" in the_only(findings, "Nobody holds Handoff Organizer").fix


def test_a_setting_that_cannot_work_is_named_with_its_record(
    settings: Settings, world: Any
) -> None:
    with changed(world, "Handoff_Host__c", "Time_Zone__c", "Mars/Olympus") as record_id:
        findings = found(alone(settings))

    assert record_id in the_only(findings, "Mars/Olympus").fix


def test_test_mode_without_a_mailbox(settings: Settings, world: Any) -> None:
    with changed(world, "Handoff_Settings__c", "Test_Mode__c", True):
        findings = found(alone(settings))

    assert "Test Mailbox" in the_only(findings, "Test mode is on without").fix


def test_googles_delegation_is_missing(settings: Settings, world: Any) -> None:
    body = {"error": "unauthorized_client", "error_description": "Client is unauthorized"}
    world.faults.add(
        {
            "service": "google",
            "call": "token",
            "kind": "status",
            "status": 401,
            "body": body,
            "times": None,
        }
    )
    findings = found(alone(settings))

    remedies = {fix for words, fix in told(findings) if "Google does not let" in words}
    account = the_org(settings).google
    assert account
    assert any(account.service_account["client_id"] in fix for fix in remedies)
    assert any("auth/calendar.events,https://" in fix for fix in remedies)


def test_one_hosts_google_account_is_gone(settings: Settings, world: Any) -> None:
    with lost(world, "felix@fernhill.example"):
        findings = found(alone(settings), host="felix@fernhill.example")

    (finding,) = findings
    assert finding.about == "Fernhill: Felix Arden (felix@fernhill.example)"
    assert "Calendar Address" in finding.fix


@pytest.mark.parametrize(
    "changes,fix",
    [
        ({"client_secret": "wrong"}, "Value (not its ID)"),
        ({"client_id": "00000000-0000-0000-0000-000000000000"}, "Application (client) ID"),
        ({"tenant_id": "11111111-1111-1111-1111-111111111111"}, "Directory (tenant) ID"),
    ],
)
def test_a_microsoft_app_that_is_refused(
    settings: Settings, changes: dict[str, str], fix: str
) -> None:
    known = the_org(settings).microsoft
    assert known
    findings = found(with_org(settings, microsoft=replace(known, **changes)))

    assert fix in the_only(findings, "Microsoft does not accept").fix


def test_a_microsoft_secret_that_has_expired(settings: Settings, world: Any) -> None:
    world.faults.add(
        {"service": "microsoft", "call": "token", "kind": "lose_access", "times": None}
    )
    findings = found(alone(settings))

    assert "has expired" in the_only(findings, "AADSTS7000222").fix


def test_a_microsoft_app_that_may_only_read(settings: Settings, world: Any) -> None:
    world.microsoft_roles = {"Calendars.Read"}
    try:
        findings = found(alone(settings))
    finally:
        world.microsoft_roles = {"Calendars.ReadWrite"}

    assert "Grant admin consent" in the_only(findings, "Calendars.ReadWrite is missing").fix


def test_a_mailbox_outside_the_policy(settings: Settings, world: Any) -> None:
    calendar = world.calendars["petra@fernhill.example"]
    calendar.is_in_scope = False
    try:
        findings = found(alone(settings), host="petra@fernhill.example")
    finally:
        calendar.is_in_scope = True

    assert "mailbox policy" in the_only(findings, "does not let Handoff use this calendar").fix


def test_an_app_that_reads_every_mailbox(settings: Settings, world: Any) -> None:
    world.microsoft_is_scoped = False
    try:
        findings = found(alone(settings))
    finally:
        world.microsoft_is_scoped = True

    wide = the_only(findings, "who is no host")
    assert wide.state is State.WARNING
    assert "New-ManagementScope" in wide.fix


def test_a_service_that_hangs_is_a_finding(settings: Settings, world: Any) -> None:
    world.faults.add({"service": "salesforce", "kind": "slow", "seconds": 600, "times": 1})
    findings = found(replace(alone(settings), read_timeout=2.0))

    assert "instance_url" in the_only(findings, "Salesforce did not answer").fix


@pytest.mark.parametrize("address", ["felix@fernhill.example", "petra@fernhill.example"])
def test_one_calendar_can_be_written_to_and_is_left_as_it_was(
    settings: Settings, world: Any, address: str
) -> None:
    findings = list(examine(alone(settings), host=address, writes=True))

    assert [one.words for one in findings][-1] == "an event was written and removed"
    events = world.calendars[address].events.values()
    assert [one for one in events if not one.seed and one.status != "cancelled"] == []
    assert world.invitations == []


@contextmanager
def changed(world: Any, object_name: str, field: str, value: object) -> Iterator[str]:
    """Change one field of the first record there is, for a while; gives the record's id."""
    record_id, row = next(iter(fernhill(world).rows(object_name).items()))
    before = row.get(field)
    row[field] = value
    try:
        yield str(record_id)
    finally:
        row[field] = before


@contextmanager
def lost(world: Any, address: str) -> Iterator[None]:
    """Let one calendar be out of reach for a while."""
    calendar = world.calendars[address]
    calendar.lost = True
    try:
        yield
    finally:
        calendar.lost = False


@contextmanager
def without_assignments(world: Any, permission_set: str) -> Iterator[None]:
    """Take a permission set from everybody for a while."""
    org = fernhill(world)
    (set_id,) = [
        key for key, row in org.rows("PermissionSet").items() if row["Name"] == permission_set
    ]
    assigned = org.rows("PermissionSetAssignment")
    taken = {key: row for key, row in assigned.items() if row["PermissionSetId"] == set_id}
    groups = {
        key: row
        for key, row in org.rows("PermissionSetGroupComponent").items()
        if row["PermissionSetId"] == set_id
    }
    for key in taken:
        del assigned[key]
    for key in groups:
        del org.rows("PermissionSetGroupComponent")[key]
    try:
        yield
    finally:
        assigned.update(taken)
        org.rows("PermissionSetGroupComponent").update(groups)
