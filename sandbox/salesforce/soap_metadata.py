"""The Metadata API over SOAP: deploy, its status, and what the org consists of.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_calls_intro.htm
"""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from sandbox.salesforce import permissions
from sandbox.salesforce.metadata.deploying import Deployment, Options, deploy
from sandbox.salesforce.metadata.kinds import BY_NAME, CHILDREN, FOLDERS, KINDS, Kind
from sandbox.salesforce.metadata.results import deploy_result
from sandbox.salesforce.org import Org, Session
from sandbox.salesforce.session import session_of_token
from sandbox.salesforce.soap_wire import Fault, SoapCall, answer, fault, read_call
from sandbox.wire import lost_hosts, remote_call, the_world

NEWEST = 68
_NEEDED = ("ModifyMetadata", "ModifyAllData")
blueprint = Blueprint("soap_metadata", __name__)
Operation = Callable[[SoapCall, Org, Session], list[Any]]


@blueprint.post("/services/Soap/m/<version>")
@blueprint.post("/services/Soap/m/<version>/")
@blueprint.post("/services/Soap/m/<version>/<path:rest>")
def metadata(version: str, rest: str = "") -> Response:
    """Clients add what they like to the address; the body says what is wanted."""
    del rest
    try:
        call = read_call(request.get_data())
        operation = _OPERATIONS.get(call.operation)
        if operation is None:
            words = f"The sandbox does not simulate the operation {call.operation}"
            raise Fault("soapenv:Client", words)
        _check_version(version)
    except Fault as refusal:
        return fault(refusal)
    found: Response = remote_call("salesforce", f"metadata.{call.operation}")(_answered)(
        call=call, operation=operation
    )
    return found


def _answered(call: SoapCall, operation: Operation) -> Response:
    try:
        org, session = _session(call)
        with the_world().lock:
            org.api_calls += 1
            return answer(call.operation, operation(call, org, session))
    except Fault as refusal:
        return fault(refusal)


def _check_version(version: str) -> None:
    major = version.partition(".")[0]
    if not major.isdigit() or int(major) > NEWEST:
        raise Fault("UNSUPPORTED_API_VERSION", f"Invalid Api version specified on URL: {version}")


def _session(call: SoapCall) -> tuple[Org, Session]:
    found = None if lost_hosts() else session_of_token(request.host, call.session_id)
    if found is None:
        words = "Invalid Session ID found in SessionHeader: Illegal Session"
        raise Fault("INVALID_SESSION_ID", words)
    org, session = found
    if not any(permissions.is_allowed(org, session.user_id, name) for name in _NEEDED):
        words = (
            "use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata "
            "permissions"
        )
        raise Fault("INSUFFICIENT_ACCESS", words)
    return org, session


def _deploy(call: SoapCall, org: Org, session: Session) -> list[Any]:
    try:
        raw = base64.b64decode(call.body.findtext("ZipFile", ""), validate=False)
    except binascii.Error as failure:
        raise Fault("INVALID_PARAMETER_VALUE", "ZipFile is not base64") from failure
    deployment = Deployment(
        id=org.next_deployment_id(),
        options=_options(call),
        started_at=org.clock.now(),
        user_id=session.user_id,
    )
    deploy(org, deployment, raw)
    org.deployments[deployment.id] = deployment
    return [{"done": False, "id": deployment.id, "state": "Queued"}]


def _options(call: SoapCall) -> Options:
    given = call.body.find("DeployOptions")

    def is_set(name: str, otherwise: str = "false") -> bool:
        text = given.findtext(name, otherwise) if given is not None else otherwise
        return text.strip().lower() == "true"

    return Options(
        check_only=is_set("checkOnly"),
        rollback_on_error=is_set("rollbackOnError", "true"),
        single_package=is_set("singlePackage"),
        ignore_warnings=is_set("ignoreWarnings"),
        allow_missing_files=is_set("allowMissingFiles"),
        purge_on_delete=is_set("purgeOnDelete"),
        test_level=(given.findtext("testLevel", "") if given is not None else ""),
    )


def _status(call: SoapCall, org: Org, _session: Session) -> list[Any]:
    deployment = _known(call.body.findtext("asyncProcessId", ""), org)
    details = call.body.findtext("includeDetails", "false").strip().lower() == "true"
    return [deploy_result(org, deployment, with_details=details)]


def _cancel(call: SoapCall, org: Org, _session: Session) -> list[Any]:
    """Everything is over in an instant here, so there is never anything left to cancel."""
    deployment = _known(call.body.findtext("String", ""), org)
    return [{"done": True, "id": deployment.id}]


def _known(deployment_id: str, org: Org) -> Deployment:
    found = next((d for d in org.deployments.values() if d.id[:15] == deployment_id[:15]), None)
    if not isinstance(found, Deployment):
        words = f"invalid cross reference id: {deployment_id}"
        raise Fault("INVALID_CROSS_REFERENCE_KEY", words)
    return found


def _describe(_call: SoapCall, _org: Org, _session: Session) -> list[Any]:
    return [
        {
            "metadataObjects": [_described(kind) for kind in KINDS],
            "organizationNamespace": "",
            "partialSaveAllowed": True,
            "testRequired": False,
        }
    ]


def _described(kind: Kind) -> dict[str, Any]:
    children = [name for name, _suffix in CHILDREN.values()] if kind.name == "CustomObject" else []
    return {
        "childXmlNames": ["CustomLabel"] if kind.name == "CustomLabels" else children,
        "directoryName": kind.folder,
        "inFolder": kind.name in FOLDERS,
        "metaFile": kind.form == "content",
        "suffix": kind.suffix or None,
        "xmlName": kind.name,
    }


def _list(call: SoapCall, org: Org, _session: Session) -> list[Any]:
    wanted = [query.findtext("type", "") for query in call.body.findall("queries")]
    return [
        {
            "createdById": _session.user_id,
            "createdByName": org.rows("User")[_session.user_id]["Name"],
            "createdDate": org.changed_at,
            "fileName": _file_name(type_name, name),
            "fullName": name,
            "id": "",
            "lastModifiedById": _session.user_id,
            "lastModifiedByName": org.rows("User")[_session.user_id]["Name"],
            "lastModifiedDate": org.changed_at,
            "type": type_name,
        }
        for type_name, name in sorted(org.components)
        if type_name in wanted
    ]


def _file_name(type_name: str, name: str) -> str:
    kind = BY_NAME.get(type_name) or BY_NAME["CustomObject"]
    owner = name if type_name in BY_NAME else name.partition(".")[0]
    return f"{kind.folder}/{owner}.{kind.suffix}" if kind.suffix else f"{kind.folder}/{owner}"


_OPERATIONS: dict[str, Operation] = {
    "deploy": _deploy,
    "checkDeployStatus": _status,
    "cancelDeploy": _cancel,
    "describeMetadata": _describe,
    "listMetadata": _list,
}
