"""Builds the signed request that Salesforce posts into a Canvas frame.

https://developer.salesforce.com/docs/platform/canvas-framework/guide/signed-req-authentication.html
https://developer.salesforce.com/docs/platform/canvas-framework/guide/canvas-request-object.html
The signature is over the base64 text of the envelope, not over the JSON in it.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sandbox.clock import wall_now
from sandbox.credentials import OrgCredentials
from sandbox.salesforce import client_apps
from sandbox.salesforce.org import Org, Record
from sandbox.world import World

VERSION = "68.0"
INSTANCE_ID = "_:Handoff:handoff:0"


@dataclass(frozen=True)
class Wish:
    """What the component on the record page asks to be signed."""

    record_id: str
    object_name: str
    viewer_id: str
    nonce: str = field(default_factory=lambda: secrets.token_hex(16))
    rendered_at: int | None = None
    age: timedelta = timedelta(0)
    session_lasts: timedelta = timedelta(hours=2)
    language: str = ""
    locale: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)
    """What the Bookings component leaves for the button: `bookingKey` and `change`."""


def build(world: World, org: Org, *, wish: Wish) -> str:
    """The `signature.envelope` text for the viewer, with a fresh session of theirs inside."""
    known = world.credentials
    if known is None:
        raise LookupError("the world has no credentials yet")
    credentials = known.orgs[org.org_id]
    envelope = _envelope(world, org, wish=wish, credentials=credentials)
    body = base64.b64encode(json.dumps(envelope).encode())
    signature = hmac.new(credentials.canvas_secret.encode(), body, hashlib.sha256).digest()
    return f"{base64.b64encode(signature).decode()}.{body.decode()}"


def parameters(world: World, wish: Wish) -> dict[str, Any]:
    """The component's parameters and what the lifecycle handler adds to them."""
    rendered_at = int((world.clock.now() - wish.age).timestamp() * 1000)
    return {
        "recordId": wish.record_id,
        "sObjectName": wish.object_name,
        "source": "bookings" if wish.asked else "quickAction",
        **wish.asked,
        "renderedAt": wish.rendered_at or rendered_at,
        "nonce": wish.nonce,
    }


def _envelope(world: World, org: Org, *, wish: Wish, credentials: OrgCredentials) -> dict[str, Any]:
    viewer = org.rows("User")[wish.viewer_id]
    token = org.open_session(
        wish.viewer_id, now=wall_now(), kind="canvas", lasts=wish.session_lasts
    )
    return {
        "algorithm": "HMACSHA256",
        "issuedAt": None,
        "userId": wish.viewer_id,
        "client": {
            "oauthToken": token,
            "instanceUrl": org.instance_url,
            "instanceId": INSTANCE_ID,
            "targetOrigin": world.url,
            "clientId": credentials.canvas_key,
        },
        "context": {
            "application": _application(world, org, credentials),
            "user": _user(viewer, wish),
            "environment": _environment(world, org, wish=wish),
            "organization": {
                "currencyIsoCode": "USD",
                "multicurrencyEnabled": False,
                "name": org.name,
                "namespacePrefix": None,
                "organizationId": org.org_id,
            },
            "links": _links(org, wish.viewer_id),
        },
    }


def _application(world: World, org: Org, credentials: OrgCredentials) -> dict[str, Any]:
    return {
        "applicationId": f"06P{credentials.identity.org_id[3:5]}0000000001",
        "authType": "SIGNED_REQUEST",
        "canvasUrl": client_apps.canvas_url(org, world),
        "developerName": "Handoff",
        "isInstalledPersonalApp": False,
        "name": "Handoff",
        "namespace": "",
        "options": ["HideHeader", "HideShare"],
        "referenceId": f"09H{credentials.identity.org_id[3:5]}0000000001",
        "samlInitiationMethod": "None",
        "version": "1.0",
    }


def _user(viewer: Record, wish: Wish) -> dict[str, Any]:
    return {
        "accessibilityModeEnabled": False,
        "currencyISOCode": "USD",
        "email": viewer["Email"],
        "firstName": viewer.get("FirstName"),
        "fullName": viewer["Name"],
        "isDefaultNetwork": True,
        "language": wish.language or viewer.get("LanguageLocaleKey"),
        "lastName": viewer["LastName"],
        "locale": wish.locale or viewer.get("LocaleSidKey"),
        "networkId": None,
        "profileId": "00e000000000001AAA",
        "profilePhotoUrl": None,
        "profileThumbnailUrl": None,
        "roleId": None,
        "siteUrl": None,
        "siteUrlPrefix": None,
        "timeZone": viewer.get("TimeZoneSidKey"),
        "userId": viewer["Id"],
        "userName": viewer["Username"],
        "userType": "STANDARD",
    }


def _environment(world: World, org: Org, *, wish: Wish) -> dict[str, Any]:
    return {
        "parameters": parameters(world, wish),
        "dimensions": {
            "width": "100%",
            "height": "640px",
            "maxWidth": "infinite",
            "maxHeight": "infinite",
            "clientWidth": "1152px",
            "clientHeight": "640px",
        },
        "record": {},
        "displayLocation": "Aura",
        "subLocation": None,
        "locationUrl": f"{world.url}/lightning/r/{wish.object_name}/{wish.record_id}/view",
        "uiTheme": "Theme4d",
        "version": {"api": VERSION, "season": "WINTER"},
    }


def _links(org: Org, viewer_id: str) -> dict[str, str]:
    rest = f"/services/data/v{VERSION}"
    return {
        "chatterFeedItemsUrl": f"{rest}/chatter/feed-items",
        "chatterFeedsUrl": f"{rest}/chatter/feeds",
        "chatterGroupsUrl": f"{rest}/chatter/groups",
        "chatterUsersUrl": f"{rest}/chatter/users",
        "enterpriseUrl": f"/services/Soap/c/{VERSION}/{org.org_id}",
        "loginUrl": org.instance_url,
        "metadataUrl": f"/services/Soap/m/{VERSION}/{org.org_id}",
        "partnerUrl": f"/services/Soap/u/{VERSION}/{org.org_id}",
        "queryUrl": f"{rest}/query/",
        "recentItemsUrl": f"{rest}/recent/",
        "restUrl": f"{rest}/",
        "searchUrl": f"{rest}/search/",
        "sobjectUrl": f"{rest}/sobjects/",
        "userUrl": f"/{viewer_id}",
    }
