"""One outside world for all calendar tests, in a company that has grown, and a desk for each provider."""

from collections.abc import Iterator
from typing import Literal

import pytest

from sandbox.people import Person
from sandbox.server import Sandbox
from tests.calendars.desks import Desk, GoogleDesk, MicrosoftDesk, PaperDesk
from tests.cast import NOW

GROWN_BY = 51


@pytest.fixture(scope="package")
def standing_box() -> Iterator[Sandbox]:
    """Each provider has more calendars here than fit into one of its questions."""
    with Sandbox(now=NOW) as sandbox:
        org_id = sandbox.world.people["hana"].org_id
        for number in range(GROWN_BY):
            _hire(sandbox, org_id, "google", number)
            _hire(sandbox, org_id, "microsoft", number)
        yield sandbox


def _hire(
    sandbox: Sandbox, org_id: str, provider: Literal["google", "microsoft"], number: int
) -> None:
    key = f"new-{provider}-{number}"
    sandbox.world.add_person(
        Person(
            key=key,
            user_id=f"005NEW{provider}{number}",
            name=f"New {number}",
            email=f"{key}@larkspur.example",
            zone="Europe/Berlin",
            provider=provider,
            org_id=org_id,
        )
    )


@pytest.fixture
def google(standing_box: Sandbox) -> Iterator[GoogleDesk]:
    """Google, where faults end with the test."""
    desk = GoogleDesk(standing_box)
    yield desk
    desk.clear()


@pytest.fixture
def microsoft(standing_box: Sandbox) -> Iterator[MicrosoftDesk]:
    """Microsoft, where faults and odd manners end with the test."""
    desk = MicrosoftDesk(standing_box)
    yield desk
    desk.clear()
    desk.answers_duplicates(409)


@pytest.fixture(params=["paper", "google", "microsoft"])
def desk(request: pytest.FixtureRequest) -> Desk:
    """Every calendar that claims to keep the protocol's promises."""
    if request.param == "paper":
        return PaperDesk()
    found: Desk = request.getfixturevalue(request.param)
    return found
