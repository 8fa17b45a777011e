"""How the command enters an org: an access token, or a user name with password and security token."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.parsers.expat import ExpatError

import requests
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceAuthenticationFailed
from simple_salesforce.login import SalesforceLogin

from handoff.config import AdminLogin
from handoff.deploy.words import NotEntered
from handoff.http import Session, open_session

TIMEOUT = (5.0, 120.0)
API_VERSION = "67.0"
LOGIN_VERSION = "64.0"
"""The last version of the API in which a password lets anybody in."""
_SUFFIX = ".salesforce.com"
_TOKEN = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Way:
    """Where to, and as whom; without a user name the access token has to do."""

    instance_url: str
    username: str = ""


def enter(way: Way, login: AdminLogin) -> Salesforce:
    """Return a client for the org. Raises NotEntered with the reason."""
    if login.access_token and not _TOKEN.fullmatch(login.access_token):
        raise NotEntered("SF_ACCESS_TOKEN is no access token: it holds characters that none has.")
    session = open_session("salesforce", timeout=TIMEOUT, sandbox_url=login.sandbox_url)
    token = login.access_token or _token_for_password(session, way, login)
    return Salesforce(
        session_id=token, instance_url=way.instance_url, version=API_VERSION, session=session
    )


def _token_for_password(session: Session, way: Way, login: AdminLogin) -> str:
    host = urlsplit(way.instance_url).hostname or ""
    try:
        token, _instance = SalesforceLogin(
            username=way.username,
            password=login.password,
            security_token=login.security_token,
            domain=host.removesuffix(_SUFFIX),
            sf_version=LOGIN_VERSION,
            session=session,
        )
    except SalesforceAuthenticationFailed as error:
        raise NotEntered(_reason(error)) from None
    except requests.RequestException as error:
        raise NotEntered(f"{host} cannot be reached ({type(error).__name__}).") from error
    except ExpatError:
        raise NotEntered(f"{host} does not answer as Salesforce does.") from None
    return str(token)


def _reason(error: SalesforceAuthenticationFailed) -> str:
    code = str(getattr(error, "code", ""))
    if "INVALID_LOGIN" in code:
        return (
            "Salesforce refuses the user name, the password or the security token. The token is "
            "needed outside trusted IP ranges: Settings → Reset My Security Token sends a new one."
        )
    if "API" in code:
        return f"Salesforce refuses the login: {code}. Use an access token instead of a password."
    return f"Salesforce refuses the login: {code or 'no reason given'}."
