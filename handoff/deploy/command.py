"""`handoff deploy`: brings the Salesforce project into an org, or takes it out again."""

import argparse
import getpass
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import requests
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError

from handoff.config import INSTANCE_HOST, AdminLogin, admin_login
from handoff.deploy.convert import convert
from handoff.deploy.entering import Way, enter
from handoff.deploy.following import Patience, follow, outcome
from handoff.deploy.keeping import spare
from handoff.deploy.metadata_api import ID, MetadataApi, Options, refusal
from handoff.deploy.packaging import Package
from handoff.deploy.project import NotConvertible, Project
from handoff.deploy.removing import assignments, losses, removal_of, unassign
from handoff.deploy.words import Lost, NotDeployed, NotEntered
from handoff.errors import Misconfigured
from handoff.terminal import INTERRUPTED

DONE, FAILED, UNUSABLE, CUT_OFF = 0, 1, 2, 3
FORCE, SETUP, OWN = "force-app", "setup-app", "own-app"
FURTHER = {"languages": "translations-app", "launcher": "launcher-app", "sample": "sample-app"}
BASE_URL = "HANDOFF_BASE_URL"
PROJECT = Path(__file__).resolve().parents[2] / "sf_metadata"
LOOPBACK = ("localhost", "127.0.0.1")
STOPPED = (
    "Stopped here. A deployment that has begun goes on in Salesforce: see Setup → Deployment Status, or watch it "
    "again with --resume and its id."
)
TEST_LEVELS = ("NoTestRun", "RunLocalTests", "RunAllTestsInOrg")


@dataclass(frozen=True)
class Errand:
    """One run of the command."""

    wish: argparse.Namespace
    project: Project
    salesforce: Salesforce
    patience: Patience

    @property
    def api(self) -> MetadataApi:
        """What deploys."""
        return MetadataApi(self.salesforce)


def main(arguments: list[str], *, patience: Patience | None = None) -> int:
    """Return 0 when done, 1 when refused, 2 for a wish that makes no sense, 3 when the connection was lost.

    130 when somebody stopped it.
    """
    wish = _parser().parse_args(arguments)
    try:
        errand = Errand(
            wish=wish,
            project=Project.at(wish.project),
            salesforce=_entered(wish),
            patience=patience or Patience(),
        )
        with errand.salesforce.session:
            return DONE if _errand_of(wish)(errand) else FAILED
    except (Misconfigured, NotConvertible) as error:
        return _tell(str(error), UNUSABLE)
    except (NotEntered, NotDeployed) as error:
        return _tell(str(error), FAILED)
    except SalesforceError as error:
        return _tell(refusal(error), FAILED)
    except Lost as lost:
        return _tell(_lost_words(lost), CUT_OFF)
    except requests.RequestException as error:
        host = urlsplit(wish.instance_url).hostname
        words = f"{host} did not answer, or not as Salesforce does ({type(error).__name__})."
        return _tell(words, CUT_OFF)
    except KeyboardInterrupt:
        return _tell(STOPPED, INTERRUPTED)


def _errand_of(wish: argparse.Namespace) -> Callable[[Errand], bool]:
    if wish.resume:
        return _resume
    return _remove if wish.remove else _deploy


def _deploy(errand: Errand) -> bool:
    # Whatever is wrong with the files shows before the first step has changed the org.
    steps = [(packages, _converted(errand, packages)) for packages in _steps(errand)]
    for packages, whole in steps:
        _say(f"{', '.join(packages)}:")
        for name in spare(whole, errand.salesforce):
            _say(f"  {name} is in the org and stays as it is")
        if not _run(errand, whole):
            return False
    verb = "could be deployed" if errand.wish.check_only else "is deployed"
    _say(f"Everything {verb}.")
    return True


def _converted(errand: Errand, packages: list[str]) -> Package:
    for package in packages:
        if not errand.project.has(package):
            raise NotConvertible(f"There is nothing to deploy in {errand.project.root / package}.")
    return convert(errand.project, packages, {BASE_URL: errand.wish.app_url or ""})


def _steps(errand: Errand) -> list[list[str]]:
    """What goes in one deployment: each by itself, but all at once in a check, which leaves nothing to build on."""
    wanted = _packages(errand)
    return [wanted] if errand.wish.check_only else [[package] for package in wanted]


def _packages(errand: Errand) -> list[str]:
    """What is to be deployed, in order: the apps of setup-app need the permission sets of force-app."""
    wish, project = errand.wish, errand.project
    if wish.only:
        return [wish.only]
    wanted = [FORCE, SETUP, *([OWN] if project.has(OWN) else [])]
    return wanted + [package for name, package in FURTHER.items() if getattr(wish, name)]


def _run(errand: Errand, package: Package) -> bool:
    wish = errand.wish
    options = Options(check_only=wish.check_only, test_level=wish.test_level)
    deployment_id = errand.api.send(package.archive(), options)
    _say(f"  Deployment {deployment_id} (should the connection break: --resume {deployment_id})")
    return outcome(
        follow(errand.api, deployment_id, show=_say, patience=errand.patience), show=_say
    )


def _resume(errand: Errand) -> bool:
    deployment_id = str(errand.wish.resume)
    return outcome(
        follow(errand.api, deployment_id, show=_say, patience=errand.patience), show=_say
    )


def _remove(errand: Errand) -> bool:
    packages = [name for name in errand.project.packages if name != FURTHER["sample"]]
    packages += [FURTHER["sample"]] if errand.wish.sample else []
    held = [name for name in packages if errand.project.has(name)]
    whole = convert(errand.project, held, {BASE_URL: "https://removed.invalid"})
    removal = removal_of(whole)
    tied = assignments(errand.salesforce, removal.deletions)
    _say(
        f"This takes Handoff out of {errand.wish.instance_url}, with all that is kept in it there:"
    )
    for name, count in losses(errand.salesforce, removal.deletions):
        _say(f"  {count} records of {name}")
    _say(f"  {len(tied)} assignments of its permission sets")
    _say("Events, calendars and what Handoff itself keeps outside Salesforce stay.")
    if not errand.wish.yes and not errand.wish.check_only and not _is_confirmed():
        _say("Nothing was changed.")
        return False
    if not errand.wish.check_only:
        for words in unassign(errand.salesforce, tied):
            _say(f"  An assignment could not be removed: {words}")
    return _run(errand, removal)


def _is_confirmed() -> bool:
    sys.stdout.write("Type «remove» to go on: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip() == "remove"


def _entered(wish: argparse.Namespace) -> Salesforce:
    login = admin_login()
    if not login.access_token and not wish.username:
        raise Misconfigured(
            "Nobody to log in as: put an access token into SF_ACCESS_TOKEN (or its file's path into "
            "SF_ACCESS_TOKEN_FILE), or give --username."
        )
    if wish.username:
        login = _with_password(login)
    return enter(Way(wish.instance_url, wish.username), login)


def _with_password(login: AdminLogin) -> AdminLogin:
    password = login.password or _asked("Password: ")
    token = login.security_token or (
        "" if login.password else _asked("Security token (empty if none is needed): ")
    )
    return replace(login, access_token="", password=password, security_token=token)


def _asked(question: str) -> str:
    try:
        return getpass.getpass(question)
    except EOFError:
        raise Misconfigured(
            "Nobody is there to type a password: put it into SF_PASSWORD and the security token into "
            "SF_SECURITY_TOKEN, or a file's path into SF_PASSWORD_FILE and SF_SECURITY_TOKEN_FILE."
        ) from None


def _lost_words(lost: Lost) -> str:
    if lost.deployment_id:
        return (
            "The connection is gone; Salesforce goes on by itself. Look again with: "
            f"handoff deploy … --resume {lost.deployment_id}"
        )
    return (
        "The connection broke while the package was sent, so it may be under way: see Setup → "
        "Deployment Status. Deploying the same once more does no harm."
    )


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _tell(words: str, code: int) -> int:
    sys.stderr.write(f"{words}\n")
    return code


def _instance(text: str) -> str:
    parts = _address(text)
    if parts.scheme != "https" or not re.fullmatch(INSTANCE_HOST, parts.hostname or ""):
        raise argparse.ArgumentTypeError(
            "is an org's own address: https://<my domain>.my.salesforce.com"
        )
    return f"https://{parts.hostname}"


def _app_url(text: str) -> str:
    parts = _address(text.rstrip("/"))
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not is_safe or not parts.hostname or parts.path or parts.query or parts.username:
        raise argparse.ArgumentTypeError(
            "is where Handoff runs, without a path: https://handoff.example.com"
        )
    return text.rstrip("/")


def _address(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no address") from None


def _deployment(text: str) -> str:
    if not ID.fullmatch(text):
        raise argparse.ArgumentTypeError("is the id of a deployment: 0Af…")
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="handoff deploy",
        description="Deploys Handoff's Salesforce project into an org, without the Salesforce CLI: first force-app "
        "(objects, permission sets, the button), then setup-app (the two external client apps), then own-app if "
        "there is one. Nothing of yours is overwritten; running it again brings an org up to date.",
        epilog="Secrets come from the environment and are never printed: SF_ACCESS_TOKEN, or SF_PASSWORD and "
        "SF_SECURITY_TOKEN with --username (asked for if missing); each also as NAME_FILE.",
    )
    where = parser.add_argument
    where(
        "--instance-url",
        required=True,
        type=_instance,
        metavar="URL",
        help="the org: https://….my.salesforce.com",
    )
    where("--username", default="", help="log in with a password instead of an access token")
    where("--app-url", type=_app_url, metavar="URL", help="where Handoff runs: https://…")
    where(
        "--only",
        choices=(FORCE, SETUP, OWN, *FURTHER.values()),
        help="only this part of the project",
    )
    where(
        "--languages", action="store_true", help="also the German, French and Japanese translations"
    )
    where("--launcher", action="store_true", help="also the buttons for orgs that forbid Aura")
    where("--sample", action="store_true", help="also the sample: a custom object with its button")
    where(
        "--check-only", action="store_true", help="have Salesforce check everything, change nothing"
    )
    where(
        "--test-level",
        choices=TEST_LEVELS,
        default="",
        help="which Apex tests run (default: as the org has it)",
    )
    where("--remove", action="store_true", help="take Handoff out of the org, with all its records")
    where("--yes", action="store_true", help="with --remove: do not ask")
    where("--resume", type=_deployment, metavar="ID", help="go on watching a deployment")
    where(
        "--project",
        type=Path,
        default=PROJECT,
        metavar="DIR",
        help="the project (default: this checkout's)",
    )
    return parser
