"""Checks that need Node and Java: python -m sf_metadata.checks.tools [--project PROJECT] [TOOL…]; see bin/check-metadata."""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sf_metadata.checks.baseline import Baseline
from sf_metadata.checks.findings import Finding
from sf_metadata.checks.project import Project

HERE = Path(__file__).resolve().parent
TIME_LIMIT = 600
JARS = "node_modules/@salesforce/code-analyzer-pmd-engine/dist/java-lib/*"
GRAPH_JARS = "node_modules/@salesforce/code-analyzer-sfge-engine/dist/java-lib/*"
GRAPH_RULES = (
    "ApexFlsViolation",
    "ApexNullPointerException",
    "AvoidDatabaseOperationInLoop",
    "AvoidMultipleMassSchemaLookups",
    "DatabaseOperationsMustUseWithSharing",
    "MissingNullCheckOnSoqlVariable",
)
PMD_LINE = re.compile(r"^(.+?):(\d+):\t(\w+):\t(.*)$")
FORMATTED = "cls,trigger,css,html,js,json"


class ToolFailed(Exception):
    """A tool did not do its work: what it printed instead."""


def run(project: Project, *command: str, accepts: Sequence[int] = (0, 1)) -> str:
    """What a program prints; raises ToolFailed when it ends otherwise than by saying what it found."""
    try:
        ended = subprocess.run(
            command,
            cwd=project.root,
            capture_output=True,
            text=True,
            check=False,
            timeout=TIME_LIMIT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolFailed(f"{command[0]}: {error}") from error
    if ended.returncode not in accepts:
        raise ToolFailed(
            f"{' '.join(command[:3])} ended with {ended.returncode}: {ended.stderr[-2000:]}"
        )
    return ended.stdout


def bin_of(name: str) -> str:
    return f"node_modules/.bin/{name}"


def directories(project: Project) -> list[str]:
    return [project.shown(path) for path in project.packages if path.is_dir()]


def shown(project: Project, path: str) -> str:
    """A path that a tool printed, absolute or not, as findings name it."""
    return Path(project.root, path).resolve().relative_to(project.root).as_posix()


# ------------------------------------------------------------------ Apex


def apex(project: Project) -> Iterator[Finding]:
    """Types: apex-ls knows the standard objects, ours, labels and custom metadata."""
    printed = run(
        project,
        *("java", "-cp", JARS, "io.github.apexdevtools.apexls.CheckForIssues"),
        *("-n", "-d", "warnings", "-f", "json", "-w", "."),
        accepts=(0, 1, 4),
    )
    if "{" not in printed:
        raise ToolFailed(f"apex-ls printed no report: {printed[:2000]}")
    for file in json.loads(printed[printed.index("{") :], strict=False)["files"]:
        for one in file["messages"]:
            yield Finding(
                shown(project, file["path"]),
                one["start"]["line"],
                f"apex-types:{one['category']}",
                one["message"],
            )


def pmd(project: Project) -> Iterator[Finding]:
    """Security, best practices, errors, performance and design: ruleset.xml."""
    sources = [one for one in directories(project) if any((project.root / one).rglob("*.cls"))]
    printed = run(
        project,
        "java",
        "-cp",
        JARS,
        str(HERE / "programs" / "Pmd.java"),
        "ruleset.xml",
        *sources,
        accepts=(0,),
    )
    for line in printed.splitlines():
        match = PMD_LINE.match(line)
        if match:
            yield Finding(shown(project, match[1]), int(match[2]), f"pmd:{match[3]}", match[4])


def graph(project: Project) -> Iterator[Finding]:
    """Salesforce Graph Engine: walks every path from what users may call to what reads or writes."""
    classes = [
        path
        for package in project.packages
        for path in package.rglob("*.cls")
        if not path.stem.endswith("Test")
    ]
    if not classes:
        return
    with tempfile.TemporaryDirectory() as directory:
        asked, answered = Path(directory, "asked.json"), Path(directory, "answered.json")
        asked.write_text(
            json.dumps(
                {
                    "targets": [
                        {"targetFile": str(path), "targetMethods": []} for path in sorted(classes)
                    ],
                    "projectFilesAndFolders": [str(path) for path in project.packages],
                    "rulesToRun": GRAPH_RULES,
                }
            ),
            "utf-8",
        )
        run(
            project,
            *("java", f"-Dsfge_log_name={directory}/log", "-DSFGE_RULE_THREAD_COUNT=2"),
            f"-DSFGE_RULE_THREAD_TIMEOUT={TIME_LIMIT * 1000}",
            *("-cp", GRAPH_JARS, "com.salesforce.Sfge", "execute", str(asked), str(answered)),
            accepts=(0,),
        )
        for one in json.loads(answered.read_text("utf-8")):
            # A path that could not be walked to its end has only a beginning.
            end = "sink" if one.get("sinkFileName") else "source"
            yield Finding(
                shown(project, one[f"{end}FileName"]),
                one[f"{end}LineNumber"],
                f"graph:{one['ruleName']}",
                one["message"],
            )


# ------------------------------------------------------------------ JavaScript


def eslint(project: Project) -> Iterator[Finding]:
    """Salesforce's rules for LWC and Aura."""
    printed = run(
        project,
        bin_of("eslint"),
        "--format",
        "json",
        "--no-error-on-unmatched-pattern",
        *directories(project),
    )
    for file in json.loads(printed):
        for one in file["messages"]:
            yield Finding(
                shown(project, file["filePath"]),
                one.get("line", 0),
                f"eslint:{one['ruleId']}",
                one["message"],
            )


def jest(project: Project) -> Iterator[Finding]:
    """The tests of the Lightning web components."""
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory) / "report.json"
        run(
            project,
            *(
                bin_of("sfdx-lwc-jest"),
                "--",
                "--ci",
                "--silent",
                "--passWithNoTests",
                "--maxWorkers=2",
            ),
            *("--json", f"--outputFile={report}"),
        )
        if not report.is_file():
            raise ToolFailed("Jest wrote no report.")
        results = json.loads(report.read_text("utf-8"))
    for file in results["testResults"]:
        failed = [one for one in file["assertionResults"] if one["status"] == "failed"]
        for one in failed:
            yield Finding(
                shown(project, file["name"]),
                0,
                "jest",
                f"{one['fullName']}: {one['failureMessages'][0]}",
            )
        if file["status"] == "failed" and not failed:
            yield Finding(shown(project, file["name"]), 0, "jest", file["message"])


def prettier(project: Project) -> Iterator[Finding]:
    """One way to lay out code; it also reads all of the Apex and says what it cannot read."""
    patterns = [f"{one}/**/*.{{{FORMATTED}}}" for one in directories(project)]
    ended = subprocess.run(
        [
            bin_of("prettier"),
            "--list-different",
            "--no-error-on-unmatched-pattern",
            *patterns,
            "*.js",
        ],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIME_LIMIT,
    )
    for name in ended.stdout.splitlines():
        yield Finding(
            shown(project, name), 0, "prettier", "is formatted otherwise", "npm run format"
        )
    for match in re.finditer(
        r"^\[error\] (\S+?): (\w*Error: .*?)(?:\((\d+):\d+\))?$", ended.stderr, re.MULTILINE
    ):
        yield Finding(shown(project, match[1]), int(match[3] or 0), "prettier", match[2])
    if ended.returncode not in (0, 1, 2):
        raise ToolFailed(f"prettier ended with {ended.returncode}: {ended.stderr[-2000:]}")


# ------------------------------------------------------------------ flows


def flows(project: Project) -> Iterator[Finding]:
    """Lightning Flow Scanner's rules."""
    found = [str(file.path) for file, _ in project.of("Flow")]
    if not found:
        return
    for line in run(
        project, "node", str(HERE / "programs" / "scan_flows.mjs"), *found
    ).splitlines():
        one = json.loads(line)
        yield Finding(shown(project, one["file"]), 0, f"flow-scanner:{one['rule']}", one["words"])


TOOLS: dict[str, Callable[[Project], Iterator[Finding]]] = {
    tool.__name__: tool for tool in (graph, jest, apex, prettier, eslint, pmd, flows)
}


def findings(project: Project, tools: Sequence[str] = ()) -> list[Finding]:
    """What the tools say, two of them at a time; what a tool cannot do is a finding too."""

    def listed(name: str) -> list[Finding]:
        try:
            return list(TOOLS[name](project))
        except (ToolFailed, json.JSONDecodeError) as error:
            return [Finding("sfdx-project.json", 0, name, f"the check could not run: {error}")]

    with ThreadPoolExecutor(2) as pool:
        return sorted(one for found in pool.map(listed, tools or TOOLS) for one in found)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m sf_metadata.checks.tools", description=__doc__)
    parser.add_argument("--project", type=Path, default=HERE.parent)
    parser.add_argument("tools", nargs="*", metavar="TOOL", help=", ".join(TOOLS))
    given = parser.parse_args(arguments)
    names = list(given.tools or TOOLS)
    if unknown := set(names) - set(TOOLS):
        parser.error(f"there is no tool {', '.join(unknown)}: one of {', '.join(TOOLS)}")
    found = Baseline.read(HERE / "baseline.toml").without_accepted(
        findings(Project(given.project), names), tools=names
    )
    for one in found:
        print(one)
    if found:
        print(f"{len(found)} findings of {', '.join(names)}.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
