"""The product's environment variables, as an operator would write them for this pretend world."""

import base64
import json
import secrets
import shlex
from collections.abc import Mapping
from typing import Any

SENDER = "Handoff <handoff@mail.example>"


def new_key() -> str:
    """Return 32 random bytes as the product wants its secret keys written."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def environment(
    credentials: Mapping[str, Any],
    *,
    app_url: str,
    sandbox_url: str,
    database_url: str,
    redis_url: str,
    secret_key: str,
    now: str = "",
) -> dict[str, str]:
    """Turn what `GET /credentials.json` says into the variables that the product reads."""
    variables = {
        "HANDOFF_ENV": "development",
        "HANDOFF_PUBLIC_URL": app_url,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "HANDOFF_SECRET_KEYS": secret_key,
        "HANDOFF_ORGS": json.dumps([_org(org) for org in credentials["orgs"]]),
        "SMTP_HOST": str(credentials["mail"]["host"]),
        "SMTP_PORT": str(credentials["mail"]["port"]),
        "HANDOFF_MAIL_FROM": SENDER,
        "HANDOFF_SANDBOX_URL": sandbox_url,
        "HANDOFF_EXTRA_FRAME_ORIGINS": sandbox_url,
    }
    if now:
        variables["HANDOFF_NOW"] = now
    return variables


def admin_environment(credentials: Mapping[str, Any]) -> dict[str, str]:
    """Return how the first company's admin deploys: with the access token, or with the password."""
    admin = credentials["orgs"][0]["admin"]
    return {
        "SF_ACCESS_TOKEN": admin["access_token"],
        "SF_PASSWORD": admin["password"],
        "SF_SECURITY_TOKEN": admin["security_token"],
    }


def as_shell(variables: Mapping[str, str]) -> str:
    """Write variables for `set -a; . FILE; set +a`."""
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in variables.items())


def _org(org: Mapping[str, Any]) -> dict[str, Any]:
    worker = org["worker"]
    return {
        "org_id": org["org_id"],
        "name": org["name"],
        "instance_url": org["instance_url"],
        "login_url": org["login_url"],
        "canvas_client_id": org["canvas"]["consumer_key"],
        "canvas_secrets": [org["canvas"]["consumer_secret"]],
        "worker": {
            "client_id": worker["consumer_key"],
            "username": worker["username"],
            "private_key": worker["private_key"],
        },
        "signing_certificates": [org["signing"]["certificate"]],
        "google": org["google"],
        "microsoft": org["microsoft"],
    }
