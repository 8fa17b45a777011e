"""What can go wrong with a deployment, and what an admin can do about what Salesforce says."""

import re
from dataclasses import dataclass


class NotEntered(RuntimeError):
    """The org did not let the command in; the words say why."""


class NotDeployed(RuntimeError):
    """The deployment was refused as a whole; the words say why."""


@dataclass(frozen=True)
class Lost(Exception):
    """The connection is gone; the deployment, if one had begun, goes on without us."""

    deployment_id: str = ""


_ADVICE = (
    (
        r"Not available for deploy for this organization",
        "The Translation Workbench is off or lacks this language: Setup → Translation Workbench → Translation Settings → Enable, then add the language. Or deploy without --languages.",
    ),
    (
        r"no (ApexClass|PermissionSet) named Handoff\w+ found",
        "Deploy force-app before setup-app: run the command without --only.",
    ),
    (
        r"no (CustomObject|CustomField) named (?!Handoff)[\w.]+ found",
        "Your org lacks this object or field. If your edition has none, take the entry that names it out of the file.",
    ),
    (
        r"referenced elsewhere in salesforce\.com|is in use|being used",
        "Something still uses it. If it is yours: take the action off your page layouts and Lightning pages, the component off your pages, the field out of your reports. Then try again.",
    ),
    (
        r"insufficient access rights on cross-reference id",
        "An active flow cannot be deleted: Setup → Flows → the flow → Deactivate, then try again.",
    ),
    (
        r"assigned to users",
        "Setup → Permission Sets → the set → Manage Assignments → remove all, then try again.",
    ),
    (
        r"oauthLink|[Dd]uplicate|DUPLICATE",
        "Something of this name is there already, perhaps made by hand. For an app: Setup → External Client App Manager, delete or rename it there, then deploy setup-app again.",
    ),
    (
        r"ConnectedApp|[Cc]onnected app",
        "New connected apps can only be made where Salesforce Support has enabled it: use the external client apps of setup-app instead.",
    ),
    (
        r"(ExtlClntApp|ExternalClientApp)\w*.*(not available|isn't available|not enabled)",
        "External client apps with Canvas need API version 66.0 (Spring '26) or later in your org.",
    ),
    (
        r"consumer secret",
        "Setup → External Client App Settings → allow access to OAuth consumer secrets via Metadata API, and give yourself «View External Client Apps Consumer Secrets in Metadata».",
    ),
    (
        r"code coverage|test coverage",
        "A production org wants three quarters of its Apex covered by tests, its own code included: Setup → Apex Test Execution shows which tests fail.",
    ),
    (
        r"jobs pending or in progress",
        "A changed setting is just being told to Handoff: wait a minute and try again, or tick Setup → Deployment Settings → Allow deployments of components when corresponding Apex jobs are pending or in progress.",
    ),
    (
        r"Unknown user permission",
        "Your edition does not know this permission: take it out of the permission set's file.",
    ),
)


def advice(problem: str) -> str:
    """Return what to do about a problem in Salesforce's words; empty for an unknown one."""
    return next((words for pattern, words in _ADVICE if re.search(pattern, problem)), "")


def of_fault(code: str, words: str) -> str:
    """Return what a refused call means."""
    if "INVALID_SESSION_ID" in code:
        return "Salesforce does not know this access token, or it has expired: get a new one."
    if "INSUFFICIENT_ACCESS" in code:
        return (
            "This user may not deploy: it takes «Modify Metadata Through Metadata API Functions» or "
            "«Modify All Data», and «API Enabled»."
        )
    if "UNSUPPORTED_API_VERSION" in code:
        return "The org is on an older release than the project: it must be on API version 67.0 or later."
    if "API_DISABLED" in code:
        return "The API is switched off for this org or user: Enterprise Edition or API access is needed."
    return words
