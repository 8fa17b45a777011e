"""The address where a user allows the canvas app to act for them, for orgs that let users approve it.

https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm
"""

import base64
import hashlib
import secrets
from urllib.parse import urlencode, urlsplit

from handoff.config import OrgConfig

AUTHORIZE = "/services/oauth2/authorize"


def is_login_host_of(org: OrgConfig, login_url: str) -> bool:
    """Say whether Salesforce named this org's own My Domain, exactly, as where to log in."""
    try:
        given, own = urlsplit(login_url), urlsplit(org.instance_url)
        is_plain = given.port is None and given.path in ("", "/")
    except ValueError:
        return False
    is_bare = given.username is None and not given.query and not given.fragment
    return given.scheme == "https" and given.netloc == own.netloc and is_plain and is_bare


def approval_url(org: OrgConfig, *, base_url: str, redirect_uri: str, state: str) -> str:
    """Return where to send the pop-up.

    Nobody redeems the code that comes back: the approval is what counts, after which Salesforce signs
    requests for this user. So the challenge's verifier is thrown away at once.
    """
    verifier = secrets.token_urlsafe(48).encode()
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
    question = {
        "response_type": "code",
        "client_id": org.canvas_client_id,
        "redirect_uri": redirect_uri,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "state": state,
    }
    return f"{base_url.rstrip('/')}{AUTHORIZE}?{urlencode(question)}"
