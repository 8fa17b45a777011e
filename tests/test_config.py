"""Settings: everything that is wrong is said at once, secrets come from files too, and none is ever shown."""

import base64
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from handoff.config import Settings, database_url
from handoff.errors import Misconfigured

KEY = base64.b64encode(b"k" * 32).decode()
ORG: dict[str, Any] = {
    "org_id": "00DLk0000004C92",
    "name": "Larkspur",
    "instance_url": "https://larkspur.my.salesforce.com/",
    "canvas_secrets": ["canvas-secret"],
    "worker": {
        "client_id": "client",
        "username": "handoff@larkspur.example",
        "private_key": "private-key",
    },
    "google": {
        "service_account": {
            "private_key": "google-key",
            "client_email": "handoff@project.example",
            "token_uri": "https://oauth2.googleapis.com/token",
        },
        "subject": "c@larkspur.example",
    },
    "microsoft": {"tenant_id": "t", "client_id": "c", "client_secret": "graph-secret"},
}
ENV = {
    "HANDOFF_PUBLIC_URL": "https://handoff.example",
    "HANDOFF_SECRET_KEYS": KEY,
    "HANDOFF_ORGS": json.dumps([ORG]),
    "SMTP_HOST": "mail.example",
    "HANDOFF_MAIL_FROM": "Handoff <handoff@mail.example>",
}


def wrong(**changes: str) -> str:
    with pytest.raises(Misconfigured) as refused:
        Settings.from_env(ENV | changes)
    return refused.value.message


def test_every_missing_variable_is_named_at_once() -> None:
    with pytest.raises(Misconfigured) as refused:
        Settings.from_env({})

    assert {name for name in ENV if f"{name} is missing" in refused.value.message} == set(ENV)


def test_what_is_given_is_enough_and_the_rest_has_defaults() -> None:
    settings = Settings.from_env(ENV)

    org = next(iter(settings.orgs.values()))
    assert settings.environment == "production"
    assert org.org_id == "00DLk0000004C92MAE"
    assert org.instance_url == "https://larkspur.my.salesforce.com"
    assert org.requires_nonce
    assert (settings.check_budget, settings.display_budget) == (3.0, 1.2)
    assert settings.out_of_reach.total_seconds() == 600


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    for name in ("HANDOFF_SECRET_KEYS", "HANDOFF_ORGS", "SMTP_PASSWORD", "DATABASE_URL"):
        (tmp_path / name).write_text({**ENV, "DATABASE_URL": "postgresql://x"}.get(name, "pw\n"))
    files = {f"{path.name}_FILE": str(path) for path in tmp_path.iterdir()}
    plain = {name: value for name, value in ENV.items() if f"{name}_FILE" not in files}

    settings = Settings.from_env(plain | files)

    assert settings.secret_keys == (b"k" * 32,)
    assert settings.mail.password == "pw"
    assert settings.database_url == "postgresql://x"


def test_a_file_that_cannot_be_read_is_named() -> None:
    assert "SMTP_PASSWORD_FILE cannot be read" in wrong(SMTP_PASSWORD_FILE="/nowhere/at/all")
    assert "SMTP_PASSWORD_FILE cannot be read (it holds no text)" in wrong(
        SMTP_PASSWORD_FILE=sys.executable
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HANDOFF_PUBLIC_URL", "http://handoff.example", "must begin with https://"),
        ("HANDOFF_SANDBOX_URL", "http://localhost:1", "HANDOFF_SANDBOX_URL is not for production"),
        ("HANDOFF_NOW", "2026-03-02T14:00:00Z", "HANDOFF_NOW is not for production"),
        ("HANDOFF_NOW", "soon", "HANDOFF_NOW must be an instant"),
        ("HANDOFF_NOW", "2026-03-02T14:00:00", "HANDOFF_NOW must be an instant"),
        ("HANDOFF_ENV", "staging", "HANDOFF_ENV must be one of"),
        ("HANDOFF_SECRET_KEYS", "c2hvcnQ=", "must be base64 of 32 random bytes"),
        ("HANDOFF_SECRET_KEYS", "no base64!", "must be base64 of 32 random bytes"),
        ("HANDOFF_ORGS", "[]", "HANDOFF_ORGS lists no org"),
        ("HANDOFF_ORGS", "{", "HANDOFF_ORGS is not a list of orgs"),
        ("HANDOFF_ORGS", "5", "HANDOFF_ORGS is not a list of orgs"),
        ("HANDOFF_ORGS", '[{"org_id": "x"}]', "is no org id"),
        ("HANDOFF_ORGS", '[{"name": "x"}]', "HANDOFF_ORGS is not a list of orgs"),
        ("HANDOFF_MAIL_FROM", "Handoff", "HANDOFF_MAIL_FROM must be an address"),
        ("HANDOFF_LEASE_SECONDS", "10", "at least three times HANDOFF_CONNECT_TIMEOUT"),
        ("HANDOFF_LEASE_SECONDS", "-1", "HANDOFF_LEASE_SECONDS must be a number above zero"),
        ("DATABASE_URL", "mysql://db", "DATABASE_URL must begin with sqlite:// or postgres://"),
        ("REDIS_URL", "127.0.0.1:6379", "REDIS_URL must begin with redis:// or rediss://"),
        ("HANDOFF_SANDBOX_URL", "localhost:1", "HANDOFF_SANDBOX_URL must begin with http://"),
        ("SMTP_PORT", "nan", "SMTP_PORT must be a number above zero"),
        ("SMTP_PORT", "inf", "SMTP_PORT must be a number above zero"),
        ("SMTP_PORT", "smtp", "SMTP_PORT must be a number above zero"),
        ("HANDOFF_DISPLAY_SECONDS", "0", "HANDOFF_DISPLAY_SECONDS must be a number above zero"),
    ],
)
def test_what_cannot_work_is_refused_in_words(name: str, value: str, words: str) -> None:
    assert words in wrong(**{name: value})


def test_an_org_whose_google_account_is_none_is_refused() -> None:
    for account in ({}, "key.json", {"client_email": "h@x.example", "private_key": "PEM"}):
        told = wrong(HANDOFF_ORGS=json.dumps([{**ORG, "google": {"service_account": account}}]))
        assert "is not the JSON of a service account's key" in told


def test_an_org_without_a_canvas_secret_is_refused() -> None:
    words = wrong(HANDOFF_ORGS=json.dumps([ORG | {"canvas_secrets": ["", None]}]))

    assert "canvas_secrets of 00DLk0000004C92 is empty" in words


def test_development_may_use_the_sandbox_and_a_clock_of_its_own() -> None:
    settings = Settings.from_env(
        ENV
        | {
            "HANDOFF_ENV": "development",
            "HANDOFF_PUBLIC_URL": "http://127.0.0.1:8000/",
            "HANDOFF_SANDBOX_URL": "http://localhost:8001",
            "HANDOFF_NOW": "2026-03-02T14:00:00Z",
        }
    )

    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.starts_at is not None


def test_no_secret_is_ever_shown() -> None:
    settings = Settings.from_env(
        ENV | {"SMTP_PASSWORD": "smtp-secret", "DATABASE_URL": "postgresql://u:db-secret@h/d"}
    )

    shown = f"{settings!r} {settings}"

    for secret in (
        "canvas-secret",
        "private-key",
        "google-key",
        "graph-secret",
        "smtp-secret",
        "db-secret",
        KEY,
        "kkkk",
    ):
        assert secret not in shown


def test_a_message_about_wrong_orgs_quotes_no_secret() -> None:
    broken = json.dumps([ORG | {"org_id": "x"}])

    assert "secret" not in wrong(HANDOFF_ORGS=broken).replace("canvas_secrets", "")


def test_a_migration_needs_the_database_only() -> None:
    assert database_url({"DATABASE_URL": "sqlite:///x.db"}) == "sqlite:///x.db"


def certificate(*, bits: int = 2048) -> str:
    """Return a certificate as an org's Setup downloads it, with a key of that size."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Handoff_Signing")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()


def test_an_orgs_certificates_are_kept_and_must_be_able_to_verify() -> None:
    good = certificate()

    settings = Settings.from_env(
        ENV | {"HANDOFF_ORGS": json.dumps([ORG | {"signing_certificates": [good]}])}
    )

    assert next(iter(settings.orgs.values())).signing_certificates == (good,)
    for bad in ("", "-----BEGIN CERTIFICATE-----", certificate(bits=1024)):
        assert "signing_certificates" in wrong(
            HANDOFF_ORGS=json.dumps([ORG | {"signing_certificates": [bad]}])
        )
