"""The Metadata API: sends a package through simple-salesforce and asks how far it is.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_deploy.htm
"""

import io
import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import requests
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError
from simple_salesforce.messages import CHECK_DEPLOY_STATUS_MSG

from handoff.deploy.words import Lost, NotDeployed, of_fault
from handoff.http import was_never_sent

CLIENT = "Handoff"
ID = re.compile(r"0Af[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?")
_HEADERS = {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'}
_RESULT = ".//{*}checkDeployStatusResponse/{*}result"


@dataclass(frozen=True)
class Failure:
    """Why one component was refused."""

    kind: str
    name: str
    file: str
    line: int
    problem: str


@dataclass(frozen=True)
class Status:
    """How far a deployment is."""

    id: str
    state: str
    is_done: bool
    succeeded: bool
    deployed: int
    total: int
    tests_run: int
    tests_total: int
    failures: tuple[Failure, ...] = ()
    warnings: tuple[Failure, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Options:
    """What the Metadata API is asked to do with a package."""

    check_only: bool = False
    ignore_warnings: bool = True
    test_level: str = ""


class MetadataApi:
    """Deploys into the org of one client."""

    def __init__(self, salesforce: Salesforce) -> None:
        """Keep the client; nothing is sent."""
        self._salesforce = salesforce

    def send(self, archive: bytes, options: Options) -> str:
        """Begin a deployment and return its id. Raises NotDeployed and Lost."""
        # Written out as XML wants them; with the flag off, simple-salesforce would decide itself.
        try:
            begun = self._salesforce.deploy(
                io.BytesIO(archive),
                sandbox=True,
                client=CLIENT,
                checkOnly=_spelled(options.check_only),
                allowMissingFiles="false",
                autoUpdatePackage="false",
                ignoreWarnings=_spelled(options.ignore_warnings),
                performRetrieve="false",
                purgeOnDelete="false",
                rollbackOnError="true",
                testLevel=options.test_level,
                tests="",
            )
        except SalesforceError as error:
            raise NotDeployed(refusal(error)) from None
        except requests.RequestException as error:
            if was_never_sent(error):
                raise NotDeployed(
                    f"{self._salesforce.sf_instance} cannot be reached; nothing was sent."
                ) from None
            raise Lost from error
        except ElementTree.ParseError as error:
            # A gateway's page, not the API's answer: nobody knows whether it let the package through.
            raise Lost from error
        if not begun["asyncId"]:
            raise NotDeployed("Salesforce answered without an id for the deployment.")
        return str(begun["asyncId"])

    def status(self, deployment_id: str) -> Status:
        """Ask how far a deployment is. Raises NotDeployed and Lost."""
        body = CHECK_DEPLOY_STATUS_MSG.format(
            client=CLIENT,
            sessionId=self._salesforce.session_id,
            asyncProcessId=deployment_id,
            includeDetails="true",
        )
        url = f"{self._salesforce.metadata_url}deployRequest/{deployment_id}"
        try:
            answer = self._salesforce.session.post(url, data=body.encode(), headers=_HEADERS)
        except requests.RequestException as error:
            raise Lost(deployment_id) from error
        root = _parsed(answer.content)
        result = root.find(_RESULT) if root is not None else None
        if result is None:
            if root is not None and root.find(".//{*}faultcode") is not None:
                raise NotDeployed(_fault_of(root))
            # A gateway's page, not the API's answer: as good as no answer.
            raise Lost(deployment_id)
        return _status(result)


def _spelled(wish: bool) -> str:
    return "true" if wish else "false"


def _status(result: Element) -> Status:
    failures = [_failure(node) for node in result.iterfind("{*}details/{*}componentFailures")]
    failures += [_test(node) for node in result.iterfind("{*}details/{*}runTestResult/{*}failures")]
    done = result.iterfind("{*}details/{*}componentSuccesses")
    return Status(
        id=_text(result, "id"),
        state=_text(result, "status"),
        is_done=_text(result, "done") == "true",
        succeeded=_text(result, "success") == "true",
        deployed=_number(result, "numberComponentsDeployed"),
        total=_number(result, "numberComponentsTotal"),
        tests_run=_number(result, "numberTestsCompleted"),
        tests_total=_number(result, "numberTestsTotal"),
        failures=tuple(failures),
        warnings=tuple(_failure(node) for node in done if _text(node, "problem")),
        reason=_text(result, "errorMessage"),
    )


def _failure(node: Element) -> Failure:
    return Failure(
        kind=_text(node, "componentType"),
        name=_text(node, "fullName"),
        file=_text(node, "fileName"),
        line=_number(node, "lineNumber"),
        problem=_text(node, "problem"),
    )


def _test(node: Element) -> Failure:
    name = f"{_text(node, 'name')}.{_text(node, 'methodName')}"
    return Failure("Test", name, "", 0, _text(node, "message"))


def _text(node: Element, name: str) -> str:
    return (node.findtext(f"{{*}}{name}") or "").strip()


def _number(node: Element, name: str) -> int:
    text = _text(node, name)
    return int(text) if text.isdigit() else 0


def refusal(error: SalesforceError) -> str:
    """Return what a refused call means, whether Salesforce said so in XML or in JSON."""
    content: Any = error.content
    said = content[0] if isinstance(content, list) and content else {}
    if isinstance(said, dict) and said:
        return of_fault(str(said.get("errorCode", "")), str(said.get("message", "")))
    root = _parsed(str(content).encode())
    if root is None or root.find(".//{*}faultcode") is None:
        return f"Salesforce refuses with status {error.status}: {str(content)[:200]}"
    return _fault_of(root)


def _fault_of(root: Element) -> str:
    code = root.findtext(".//{*}faultcode") or root.findtext(".//faultcode") or ""
    words = root.findtext(".//{*}faultstring") or root.findtext(".//faultstring") or ""
    return of_fault(code, words)


def _parsed(content: bytes) -> Element | None:
    try:
        return ElementTree.fromstring(content)  # noqa: S314 (Salesforce's answer; expat knows no bombs)
    except ElementTree.ParseError:
        return None
