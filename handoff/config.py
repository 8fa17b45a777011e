"""Settings, read once from the environment, frozen; refuses to start half-configured.

Every secret may be given as NAME or, as a file's path, as NAME_FILE.
"""

import base64
import binascii
import json
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_pem_x509_certificate

from handoff.errors import Misconfigured
from handoff.ids import is_id, to_18
from handoff.people import OrgId

INSTANCE_HOST = r"[a-z0-9-]+(--[a-z0-9-]+)?(\.[a-z]+)?\.my\.salesforce\.com"
LEAST_KEY_BITS = 2048
DATABASE_URL = "sqlite:///var/handoff.db"
DATABASE_SCHEMES = ("sqlite://", "postgres://", "postgresql://", "postgresql+psycopg://")
REDIS_SCHEMES = ("redis://", "rediss://", "unix://")
_OF_AN_ACCOUNT = frozenset({"client_email", "private_key", "token_uri"})
WEB_SCHEMES = ("http://", "https://")
FRAME_HOSTS = (
    "https://*.lightning.force.com",
    "https://*.my.salesforce.com",
    "https://*.vf.force.com",
    "https://*.my.salesforce-setup.com",
)


@dataclass(frozen=True)
class WorkerLogin:
    """How the workers enter an org: the JWT bearer flow of their own client app."""

    client_id: str
    username: str
    private_key: str = field(repr=False)


@dataclass(frozen=True)
class GoogleCredentials:
    """A service account with domain-wide delegation; `subject` is whom free/busy is asked as."""

    service_account: Mapping[str, Any] = field(repr=False)
    subject: str = ""


@dataclass(frozen=True)
class MicrosoftCredentials:
    """An app registration with application permissions on the hosts' mailboxes."""

    tenant_id: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class OrgConfig:
    """One Salesforce org that may use this deployment; several canvas secrets serve rotation.

    `canvas_client_id` is wanted only where users approve the canvas app themselves. `signing_certificates` are
    PEM texts: what the org signs with them opens windows without Canvas and tells of changed settings.
    """

    org_id: OrgId
    name: str
    instance_url: str
    login_url: str
    canvas_secrets: tuple[str, ...] = field(repr=False)
    worker: WorkerLogin
    google: GoogleCredentials | None = None
    microsoft: MicrosoftCredentials | None = None
    requires_nonce: bool = True
    canvas_client_id: str = ""
    signing_certificates: tuple[str, ...] = ()


@dataclass(frozen=True)
class AdminLogin:
    """How a Salesforce admin lets the deploy command in: by access token, or by password and security token."""

    access_token: str = field(repr=False, default="")
    password: str = field(repr=False, default="")
    security_token: str = field(repr=False, default="")
    sandbox_url: str = ""


@dataclass(frozen=True)
class MailSettings:
    """The SMTP relay that letters leave by; `sender` may carry a name."""

    host: str
    port: int
    sender: str
    username: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False


@dataclass(frozen=True)
class Settings:
    """Everything an operator decides.

    Budgets are seconds: how long a grid, or a check while somebody presses a button, waits for calendars. A
    calendar out of reach for `out_of_reach` makes its booking need attention while the tries go on.
    """

    environment: str
    public_url: str
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    secret_keys: tuple[bytes, ...] = field(repr=False)
    orgs: Mapping[OrgId, OrgConfig]
    mail: MailSettings
    sandbox_url: str = ""
    starts_at: datetime | None = None
    extra_frame_origins: tuple[str, ...] = ()
    instance_host: str = INSTANCE_HOST
    lease: timedelta = timedelta(seconds=60)
    backoff: timedelta = timedelta(seconds=1)
    connect_timeout: float = 3.0
    read_timeout: float = 15.0
    check_budget: float = 3.0
    display_budget: float = 1.2
    out_of_reach: timedelta = timedelta(minutes=10)
    log_level: str = "INFO"

    @property
    def timeout(self) -> tuple[float, float]:
        """Connect and read time-outs in seconds, for every remote call."""
        return (self.connect_timeout, self.read_timeout)

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings; raises Misconfigured naming everything that is wrong at once."""
        return _Reader(os.environ if env is None else env).settings()


def database_url(env: Mapping[str, str] | None = None) -> str:
    """Read where the database is, all that a migration needs to know. Raises Misconfigured."""
    return _Reader(os.environ if env is None else env).database_url()


def admin_login(env: Mapping[str, str] | None = None) -> AdminLogin:
    """Read all that deploying into an org needs of the environment. Raises Misconfigured."""
    return _Reader(os.environ if env is None else env).admin_login()


class _Reader:
    """Reads variables and collects what is wrong with them."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._wrong: list[str] = []

    def settings(self) -> Settings:
        environment = self._one_of(
            "HANDOFF_ENV", ("production", "development", "test"), "production"
        )
        settings = Settings(
            environment=environment,
            public_url=self._url("HANDOFF_PUBLIC_URL", secure=environment == "production"),
            database_url=self._database_url(),
            redis_url=self._address("REDIS_URL", "redis://127.0.0.1:6379/0", REDIS_SCHEMES),
            secret_keys=self._keys(),
            orgs=self._orgs(),
            mail=self._mail(),
            sandbox_url=self._address("HANDOFF_SANDBOX_URL", "", WEB_SCHEMES),
            starts_at=self._instant("HANDOFF_NOW"),
            extra_frame_origins=tuple(self._text("HANDOFF_EXTRA_FRAME_ORIGINS").split()),
            instance_host=self._text("HANDOFF_INSTANCE_HOST", INSTANCE_HOST),
            lease=timedelta(seconds=self._number("HANDOFF_LEASE_SECONDS", 60)),
            backoff=timedelta(seconds=self._number("HANDOFF_BACKOFF_SECONDS", 1)),
            connect_timeout=self._number("HANDOFF_CONNECT_TIMEOUT", 3),
            read_timeout=self._number("HANDOFF_READ_TIMEOUT", 15),
            check_budget=self._number("HANDOFF_CHECK_SECONDS", 3),
            display_budget=self._number("HANDOFF_DISPLAY_SECONDS", 1.2),
            out_of_reach=timedelta(seconds=self._number("HANDOFF_OUT_OF_REACH_SECONDS", 600)),
            log_level=self._text("HANDOFF_LOG_LEVEL", "INFO"),
        )
        self._check(settings)
        if self._wrong:
            raise Misconfigured("Cannot start: " + "; ".join(self._wrong) + ".")
        return settings

    def database_url(self) -> str:
        url = self._database_url()
        if self._wrong:
            raise Misconfigured("Cannot start: " + "; ".join(self._wrong) + ".")
        return url

    def admin_login(self) -> AdminLogin:
        login = AdminLogin(
            access_token=self._secret("SF_ACCESS_TOKEN"),
            password=self._secret("SF_PASSWORD"),
            security_token=self._secret("SF_SECURITY_TOKEN"),
            sandbox_url=self._address("HANDOFF_SANDBOX_URL", "", WEB_SCHEMES),
        )
        if self._wrong:
            raise Misconfigured("Cannot start: " + "; ".join(self._wrong) + ".")
        return login

    def _check(self, settings: Settings) -> None:
        if settings.environment == "production":
            if settings.sandbox_url:
                self._wrong.append("HANDOFF_SANDBOX_URL is not for production")
            if settings.starts_at:
                self._wrong.append("HANDOFF_NOW is not for production")
        if (settings.connect_timeout + settings.read_timeout) * 3 > settings.lease.total_seconds():
            self._wrong.append(
                "HANDOFF_LEASE_SECONDS must be at least three times HANDOFF_CONNECT_TIMEOUT plus HANDOFF_READ_TIMEOUT"
            )

    def _text(self, name: str, default: str = "") -> str:
        return self._env.get(name, "").strip() or default

    def _secret(self, name: str, default: str = "") -> str:
        path = self._env.get(f"{name}_FILE", "").strip()
        if not path:
            return self._text(name, default)
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it holds no text"
            self._wrong.append(f"{name}_FILE cannot be read ({why})")
            return default

    def _database_url(self) -> str:
        return self._address("DATABASE_URL", DATABASE_URL, DATABASE_SCHEMES)

    def _address(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        value = self._secret(name, default)
        if value and not value.startswith(schemes):
            self._wrong.append(f"{name} must begin with {' or '.join(schemes)}")
        return value

    def _required(self, name: str) -> str:
        value = self._secret(name)
        if not value:
            self._wrong.append(f"{name} is missing")
        return value

    def _one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self._text(name, default)
        if value not in allowed:
            self._wrong.append(f"{name} must be one of {', '.join(allowed)}")
        return value

    def _url(self, name: str, *, secure: bool) -> str:
        value = self._required(name).rstrip("/")
        if value and not re.match(r"https://" if secure else r"https?://", value):
            self._wrong.append(f"{name} must begin with https://")
        return value

    def _number(self, name: str, default: float) -> float:
        try:
            value = float(self._text(name, str(default)))
        except ValueError:
            value = 0.0
        if not 0 < value < math.inf:
            self._wrong.append(f"{name} must be a number above zero")
            return default
        return value

    def _instant(self, name: str) -> datetime | None:
        text = self._text(name)
        if not text:
            return None
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            instant = None
        if instant is None or instant.tzinfo is None:
            self._wrong.append(f"{name} must be an instant such as 2026-03-02T14:00:00Z")
            return None
        return instant

    def _keys(self) -> tuple[bytes, ...]:
        keys = []
        for text in self._required("HANDOFF_SECRET_KEYS").split(","):
            try:
                key = base64.b64decode(text.strip(), validate=True)
            except (binascii.Error, ValueError):
                key = b""
            if len(key) != 32 and text.strip():
                self._wrong.append("HANDOFF_SECRET_KEYS must be base64 of 32 random bytes each")
            keys.append(key)
        return tuple(keys)

    def _mail(self) -> MailSettings:
        sender = self._required("HANDOFF_MAIL_FROM")
        if sender and not parseaddr(sender)[1].partition("@")[2]:
            self._wrong.append(
                "HANDOFF_MAIL_FROM must be an address such as Handoff <handoff@example.com>"
            )
        return MailSettings(
            host=self._required("SMTP_HOST"),
            port=int(self._number("SMTP_PORT", 587)),
            sender=sender,
            username=self._text("SMTP_USERNAME"),
            password=self._secret("SMTP_PASSWORD"),
            starttls=self._text("SMTP_STARTTLS", "no") in ("1", "yes", "true"),
        )

    def _orgs(self) -> Mapping[OrgId, OrgConfig]:
        text = self._required("HANDOFF_ORGS")
        try:
            entries = json.loads(text or "[]")
            orgs = [self._org(entry) for entry in entries]
        except (ValueError, TypeError, KeyError) as error:
            self._wrong.append(
                f"HANDOFF_ORGS is not a list of orgs ({type(error).__name__}: {error})"
            )
            return {}
        if not orgs and text:
            self._wrong.append("HANDOFF_ORGS lists no org")
        return {org.org_id: org for org in orgs}

    def _org(self, entry: Mapping[str, Any]) -> OrgConfig:
        if not is_id(str(entry["org_id"])):
            raise ValueError(f"{entry['org_id']!r} is no org id")
        secrets = tuple(str(one) for one in entry["canvas_secrets"] if one)
        if not secrets:
            raise ValueError(f"canvas_secrets of {entry['org_id']} is empty")
        google, microsoft = entry.get("google"), entry.get("microsoft")
        return OrgConfig(
            org_id=OrgId(to_18(str(entry["org_id"]))),
            name=str(entry.get("name", "")),
            instance_url=str(entry["instance_url"]).rstrip("/"),
            login_url=str(entry.get("login_url", "https://login.salesforce.com")).rstrip("/"),
            canvas_secrets=secrets,
            worker=WorkerLogin(**entry["worker"]),
            google=_google(google) if google else None,
            microsoft=MicrosoftCredentials(**microsoft) if microsoft else None,
            requires_nonce=bool(entry.get("requires_nonce", True)),
            canvas_client_id=str(entry.get("canvas_client_id", "")),
            signing_certificates=tuple(map(_certificate, entry.get("signing_certificates", ()))),
        )


def _google(told: Mapping[str, Any]) -> GoogleCredentials:
    account = told.get("service_account")
    if not isinstance(account, dict) or not set(account) >= _OF_AN_ACCOUNT:
        raise ValueError("google.service_account is not the JSON of a service account's key")
    return GoogleCredentials(**told)


def _certificate(pem: Any) -> str:
    """Return the PEM text of a certificate with an RSA key of at least 2048 bits. Raises ValueError."""
    try:
        key = load_pem_x509_certificate(str(pem).encode()).public_key()
    except ValueError as error:
        raise ValueError("signing_certificates holds what is no PEM certificate") from error
    if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_KEY_BITS:
        raise ValueError("signing_certificates must have RSA keys of at least 2048 bits")
    return str(pem)
