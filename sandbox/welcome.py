"""What the demonstration says when everything runs: where to look, or how to bring Handoff into an empty org."""

from collections.abc import Mapping
from typing import Any

FULL = """
  Handoff is running. Open this record page and press the button on it:

    {page}

  People, calendars, letters and faults:  {sandbox_url}/
  Log of each program:                    {var}/log/
  Handoff's environment, for commands:    set -a; . {var}/environment; set +a
  Ctrl-C ends everything.
"""

EMPTY = """
  Handoff is running, beside two Salesforce orgs that know nothing of it. In another terminal, with docs/admin-guide.md:

    set -a; . {var}/environment; set +a        # the admin's access token, and Handoff's own environment

    .venv/bin/python -m handoff deploy --sample --instance-url {instance_url} --app-url {app_url}
                                      # (--sample: what this company itself adds, and its rights on that)
                                      # or with the Salesforce CLI, in sf_metadata:
                                      #   sf org login access-token --instance-url {sandbox_url} --alias acme --no-prompt
                                      #   scripts/install.sh acme {app_url}
                                      #   sf project deploy start --source-dir sample-app --target-org acme

    curl -X POST {sandbox_url}/plant           # an admin's first hour (the console has a button for it):
                                               # permission sets, hosts, pools, meeting types
    .venv/bin/python -m handoff doctor --org {org_id}
                                               # (Luis's and Cora's calendars are out of order on purpose)

  Then open this record page and press the button on it:

    {page}

  The admin is {username}; password and security token are in {var}/environment too.
  People, calendars, letters and faults:  {sandbox_url}/
  Log of each program:                    {var}/log/
  Ctrl-C ends everything.
"""


def welcome(
    *,
    world: Mapping[str, Any],
    credentials: Mapping[str, Any],
    app_url: str,
    sandbox_url: str,
    var: str,
    is_empty: bool,
) -> str:
    """Return the words for somebody who has just started everything."""
    lead = next(record for record in world["records"] if record["key"] == "lead:gus")
    org = credentials["orgs"][0]
    return (EMPTY if is_empty else FULL).format(
        page=f"{sandbox_url}/lightning/r/{lead['object']}/{lead['id']}/view?as=olive",
        instance_url=org["instance_url"],
        org_id=org["org_id"],
        username=org["admin"]["username"],
        app_url=app_url,
        sandbox_url=sandbox_url,
        var=var,
    )
