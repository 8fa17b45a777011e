"""Checks Salesforce projects without an org, Node or Java: python -m sf_metadata.checks [PROJECT…]."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sf_metadata.checks import (
    apex,
    aura,
    components,
    deployment,
    fields,
    flows,
    formulas,
    layouts,
    lengths,
    naming,
    pages,
    permissions,
    records,
    reports,
    schema,
    words,
)
from sf_metadata.checks.findings import Finding
from sf_metadata.checks.org import Org
from sf_metadata.checks.project import Project

CHECKS: dict[str, Callable[[Org], Iterator[Finding]]] = {
    module.CHECK: module.check
    for module in (
        schema,
        naming,
        fields,
        lengths,
        formulas,
        permissions,
        layouts,
        pages,
        reports,
        records,
        flows,
        apex,
        components,
        aura,
        words,
        deployment,
    )
}


def findings(project: Path, *, only: Sequence[str] = ()) -> list[Finding]:
    """All that is wrong with a project, in the order of its files."""
    org = Org(Project(project))
    return sorted({finding for name in only or CHECKS for finding in CHECKS[name](org)})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m sf_metadata.checks", description=__doc__)
    here = Path(__file__).resolve().parents[1]
    parser.add_argument("projects", nargs="*", type=Path, default=[here], metavar="PROJECT")
    found = [one for project in parser.parse_args(arguments).projects for one in findings(project)]
    for one in found:
        print(one)
    if found:
        print(f"{len(found)} findings in the Salesforce project.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
