"""What Salesforce refuses comes with what an admin can do about it."""

import pytest

from handoff.deploy.words import advice


@pytest.mark.parametrize(
    ("problem", "remedy"),
    [
        ("This class has jobs pending or in progress: HandoffSettingsChanged", "wait a minute"),
        ("Unknown user permission: ActivitiesAccess", "take it out"),
        ("Average test coverage across all Apex Classes is 71%", "Apex Test Execution"),
        ("no ApexClass named HandoffCanvasLifecycle found", "force-app before setup-app"),
        ("Something that nobody has met", ""),
    ],
)
def test_a_problem_comes_with_its_remedy(problem: str, remedy: str) -> None:
    found = advice(problem)

    assert remedy in found
    assert bool(found) is bool(remedy)
