"""A deployment's outcome as checkDeployStatus tells it.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_deployresult.htm
"""

from typing import Any

from sandbox.salesforce.metadata.deploying import Deployment, Success
from sandbox.salesforce.metadata.package import Problem
from sandbox.salesforce.org import Org


def deploy_result(org: Org, deployment: Deployment, *, with_details: bool) -> dict[str, Any]:
    """The first answer says that it is under way, every later one how it ended."""
    deployment.seen += 1
    options = deployment.options
    is_done = deployment.seen > 1
    deployed = len(deployment.successes) if is_done else len(deployment.successes) // 2
    return {
        "checkOnly": options.check_only,
        "createdBy": deployment.user_id,
        "createdByName": org.rows("User")[deployment.user_id]["Name"],
        "createdDate": deployment.started_at,
        "completedDate": org.clock.now() if is_done else None,
        "details": _details(org, deployment) if with_details and is_done else None,
        "done": is_done,
        "errorMessage": deployment.fatal if is_done and deployment.fatal else None,
        "errorStatusCode": "UNKNOWN_EXCEPTION" if is_done and deployment.fatal else None,
        "id": deployment.id,
        "ignoreWarnings": options.ignore_warnings,
        "lastModifiedDate": org.clock.now(),
        "numberComponentErrors": len(deployment.failures) if is_done else 0,
        "numberComponentsDeployed": deployed,
        "numberComponentsTotal": deployment.total,
        "numberTestErrors": 0,
        "numberTestsCompleted": 0,
        "numberTestsTotal": 0,
        "rollbackOnError": options.rollback_on_error,
        "runTestsEnabled": False,
        "startDate": deployment.started_at,
        "stateDetail": None if is_done else "Deploying components",
        "status": _status(deployment) if is_done else "InProgress",
        "success": is_done and deployment.succeeded,
    }


def _status(deployment: Deployment) -> str:
    return "Succeeded" if deployment.succeeded else "Failed"


def _details(org: Org, deployment: Deployment) -> dict[str, Any]:
    return {
        "componentFailures": [_failure(org, one) for one in deployment.failures],
        "componentSuccesses": [
            _success(org, Success("", "package.xml", "package.xml", changed=True)),
            *(_success(org, one) for one in deployment.successes),
        ],
        "runTestResult": {"numFailures": 0, "numTestsRun": 0, "totalTime": 0.0},
    }


def _failure(org: Org, one: Problem) -> dict[str, Any]:
    return {
        "changed": False,
        "columnNumber": one.column or None,
        "componentType": one.type,
        "created": False,
        "createdDate": org.clock.now(),
        "deleted": False,
        "fileName": one.path,
        "fullName": one.name,
        "lineNumber": one.line or None,
        "problem": one.words,
        "problemType": "Error",
        "success": False,
    }


def _success(org: Org, one: Success) -> dict[str, Any]:
    return {
        "changed": one.changed or one.deleted,
        "componentType": one.type,
        "created": one.created,
        "createdDate": org.clock.now(),
        "deleted": one.deleted,
        "fileName": one.path,
        "fullName": one.name,
        "problem": one.warning or None,
        "problemType": "Warning" if one.warning else None,
        "success": True,
    }
