"""Keys and secrets of the pretend companies, made anew at every start."""

import functools
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

KEY_BITS = 2048
SIGNING_CERTIFICATE = "Handoff_Signing"
_VALID_FROM, _VALID_UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2046, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OrgIdentity:
    """What a company's accounts are called, which no restart changes."""

    org_id: str
    name: str
    domain: str
    my_domain: str
    admin: str

    @property
    def admin_username(self) -> str:
        return f"{self.admin}@{self.domain}"

    @property
    def instance_url(self) -> str:
        return f"https://{self.my_domain}.my.salesforce.com"

    @property
    def integration_username(self) -> str:
        return f"handoff.integration@{self.domain}"

    @property
    def google_subject(self) -> str:
        return f"calendar@{self.domain}"


LARKSPUR = OrgIdentity("00DLk0000004C92MAE", "Larkspur", "larkspur.example", "larkspur", "adam")
FERNHILL = OrgIdentity("00DFh0000008Q7kMAE", "Fernhill", "fernhill.example", "fernhill", "gareth")
IDENTITIES = (LARKSPUR, FERNHILL)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An RSA key: the private half as PEM for the product, the public half for the simulator."""

    private_pem: str = field(repr=False)
    public_pem: str = ""

    @classmethod
    def generate(cls) -> "KeyPair":
        key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return cls(private.decode(), public.decode())


@dataclass(frozen=True, slots=True)
class OrgCredentials:
    """Everything one company hands to the product, and what the simulators check it with."""

    identity: OrgIdentity
    canvas_key: str
    canvas_secret: str = field(repr=False)
    worker_key: str
    worker: KeyPair
    google_key_id: str
    signing: KeyPair
    signing_certificate: str
    google: KeyPair
    google_client_id: str
    microsoft_tenant: str
    microsoft_client: str
    microsoft_secret: str = field(repr=False)
    admin_password: str = field(repr=False)
    admin_security_token: str = field(repr=False)
    admin_token: str = field(repr=False)

    @property
    def service_account(self) -> str:
        return f"handoff@{self.identity.my_domain}-handoff.iam.gserviceaccount.example"

    def as_json(self, url: str) -> dict[str, Any]:
        identity = self.identity
        return {
            "org_id": identity.org_id,
            "name": identity.name,
            "instance_url": identity.instance_url,
            "login_url": "https://login.salesforce.com",
            "canvas": {"consumer_key": self.canvas_key, "consumer_secret": self.canvas_secret},
            "worker": {
                "consumer_key": self.worker_key,
                "username": identity.integration_username,
                "private_key": self.worker.private_pem,
            },
            "admin": {
                "username": identity.admin_username,
                "password": self.admin_password,
                "security_token": self.admin_security_token,
                "access_token": self.admin_token,
            },
            "signing": {"certificate": self.signing_certificate},
            "google": {
                "service_account": self._service_account_json(url),
                "subject": identity.google_subject,
            },
            "microsoft": {
                "tenant_id": self.microsoft_tenant,
                "client_id": self.microsoft_client,
                "client_secret": self.microsoft_secret,
            },
        }

    def _service_account_json(self, url: str) -> dict[str, str]:
        return {
            "type": "service_account",
            "project_id": f"{self.identity.my_domain}-handoff",
            "private_key_id": self.google_key_id,
            "private_key": self.google.private_pem,
            "client_email": self.service_account,
            "client_id": self.google_client_id,
            "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": f"{url}/token",
            "universe_domain": "googleapis.com",
        }


@dataclass(frozen=True, slots=True)
class Credentials:
    """All companies' credentials by org id."""

    orgs: dict[str, OrgCredentials]

    def as_json(self, *, url: str, smtp_port: int) -> dict[str, Any]:
        return {
            "orgs": [org.as_json(url) for org in self.orgs.values()],
            "mail": {"host": "127.0.0.1", "port": smtp_port},
        }

    def by_service_account(self, client_email: str) -> OrgCredentials | None:
        return next((o for o in self.orgs.values() if o.service_account == client_email), None)

    def by_tenant(self, tenant: str) -> OrgCredentials | None:
        wanted = tenant.lower()
        found = (
            org
            for org in self.orgs.values()
            if wanted in (org.microsoft_tenant, org.identity.domain)
        )
        return next(found, None)


@functools.cache
def generate() -> Credentials:
    """Make all keys and secrets, once per process: worlds of one test run share them."""
    return Credentials({identity.org_id: _org(identity) for identity in IDENTITIES})


def _org(identity: OrgIdentity) -> OrgCredentials:
    signing = KeyPair.generate()
    return OrgCredentials(
        identity=identity,
        canvas_key=f"3MVG9{secrets.token_hex(40)}",
        canvas_secret=secrets.token_hex(32).upper(),
        worker_key=f"3MVG9{secrets.token_hex(40)}",
        worker=KeyPair.generate(),
        signing=signing,
        signing_certificate=_certificate(signing, name=SIGNING_CERTIFICATE),
        google_key_id=secrets.token_hex(20),
        google=KeyPair.generate(),
        google_client_id=str(10**20 + secrets.randbelow(10**20)),
        microsoft_tenant=str(uuid.uuid4()),
        microsoft_client=str(uuid.uuid4()),
        microsoft_secret=secrets.token_urlsafe(30),
        admin_password=secrets.token_urlsafe(12),
        admin_security_token=secrets.token_hex(12),
        admin_token=f"{identity.org_id[:15]}!AQ{secrets.token_urlsafe(63).replace('-', '.')}",
    )


def _certificate(pair: KeyPair, *, name: str) -> str:
    """A self-signed certificate as Setup makes them: its private half stays in the org."""
    key = serialization.load_pem_private_key(pair.private_pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("an org signs with RSA")
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_VALID_FROM)
        .not_valid_after(_VALID_UNTIL)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()
