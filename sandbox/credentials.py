"""Keys and secrets of the pretend companies, made anew at every start."""

import functools
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

KEY_BITS = 2048


@dataclass(frozen=True, slots=True)
class OrgIdentity:
    """What a company's accounts are called, which no restart changes."""

    org_id: str
    name: str
    domain: str
    my_domain: str

    @property
    def instance_url(self) -> str:
        return f"https://{self.my_domain}.my.salesforce.com"

    @property
    def integration_username(self) -> str:
        return f"handoff.integration@{self.domain}"

    @property
    def google_subject(self) -> str:
        return f"calendar@{self.domain}"


LARKSPUR = OrgIdentity("00DLk0000004C92MAE", "Larkspur", "larkspur.example", "larkspur")
FERNHILL = OrgIdentity("00DFh0000008Q7kMAE", "Fernhill", "fernhill.example", "fernhill")
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
    google: KeyPair
    google_client_id: str
    microsoft_tenant: str
    microsoft_client: str
    microsoft_secret: str = field(repr=False)

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
    return OrgCredentials(
        identity=identity,
        canvas_key=f"3MVG9{secrets.token_hex(40)}",
        canvas_secret=secrets.token_hex(32).upper(),
        worker_key=f"3MVG9{secrets.token_hex(40)}",
        worker=KeyPair.generate(),
        google_key_id=secrets.token_hex(20),
        google=KeyPair.generate(),
        google_client_id=str(10**20 + secrets.randbelow(10**20)),
        microsoft_tenant=str(uuid.uuid4()),
        microsoft_client=str(uuid.uuid4()),
        microsoft_secret=secrets.token_urlsafe(30),
    )
