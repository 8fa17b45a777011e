"""The partner API's login with username, password and security token, and logout.

https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_login.htm
"""

from typing import Any

from flask import Blueprint, Response, request

from sandbox.clock import wall_now
from sandbox.salesforce.org import SESSION_LASTS, Org, Record
from sandbox.salesforce.session import base_url, orgs_of, the_org
from sandbox.salesforce.soap_wire import PARTNER, Fault, SoapCall, answer, fault, read_call
from sandbox.wire import remote_call, the_world

LAST_WITH_PASSWORDS = 64
blueprint = Blueprint("soap_login", __name__)


@blueprint.post("/services/Soap/u/<version>/")
@blueprint.post("/services/Soap/u/<version>")
@blueprint.post("/services/Soap/u/<version>/<path:rest>")
@remote_call("salesforce", "login")
def partner(version: str, rest: str = "") -> Response:
    try:
        call = read_call(request.get_data())
        if call.operation == "logout":
            _end(call)
            return answer("logout", [], namespace=PARTNER)
        if call.operation != "login":
            raise Fault("soapenv:Client", f"The sandbox does not simulate {call.operation} {rest}")
        if int(version.partition(".")[0]) > LAST_WITH_PASSWORDS:
            words = f"SOAP API login() is not available in API version {version}."
            raise Fault("INVALID_OPERATION", words)
        return answer("login", [_logged_in(call, version)], namespace=PARTNER)
    except Fault as refusal:
        return fault(refusal, namespace=PARTNER)


def _logged_in(call: SoapCall, version: str) -> dict[str, Any]:
    org, user = _who(call.body.findtext("username", ""), call.body.findtext("password", ""))
    with the_world().lock:
        token = org.open_session(user["Id"], now=wall_now(), kind="login")
    base = base_url(request, org)
    return {
        "metadataServerUrl": f"{base}/services/Soap/m/{version}/{org.org_id}",
        "passwordExpired": False,
        "sandbox": False,
        "serverUrl": f"{base}/services/Soap/u/{version}/{org.org_id}",
        "sessionId": token,
        "userId": user["Id"],
        "userInfo": {
            "organizationId": org.org_id,
            "organizationName": org.name,
            "sessionSecondsValid": int(SESSION_LASTS.total_seconds()),
            "userEmail": user["Email"],
            "userFullName": user["Name"],
            "userId": user["Id"],
            "userLanguage": user.get("LanguageLocaleKey"),
            "userLocale": user.get("LocaleSidKey"),
            "userName": user["Username"],
            "userTimeZone": user.get("TimeZoneSidKey"),
            "userType": "Standard",
        },
    }


def _who(username: str, secret: str) -> tuple[Org, Record]:
    """The user whose password, followed by their security token, this is."""
    known = the_world().credentials
    asked = the_org(request.host, the_world())
    for org in orgs_of(the_world()):
        credentials = known.orgs[org.org_id] if known else None
        if credentials is None or asked not in (None, org):
            continue
        right = credentials.admin_password + credentials.admin_security_token
        if username.lower() == credentials.identity.admin_username and secret == right:
            users = org.rows("User").values()
            return org, next(one for one in users if one["Username"].lower() == username.lower())
    raise Fault(
        "INVALID_LOGIN",
        "Invalid username, password, security token; or user locked out.",
    )


def _end(call: SoapCall) -> None:
    for org in orgs_of(the_world()):
        org.sessions.pop(call.session_id, None)
