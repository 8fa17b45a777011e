"""An org's own suggestion flow through the REST action API, and what of its answer is not believed."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from handoff.errors import AccessLost, TryLater, TurnedDown
from handoff.org_settings import ActionKind
from handoff.pools.outcomes import FlowAnswer
from tests.cast import GUS, HANA, HUGO, MAYA, OLIVE
from tests.salesforce.conftest import TIMEOUT, Larkspur

EXAMPLE = "Handoff_Suggest_Hosts"
OWN = "Who_Hosts"


@pytest.fixture
def flows(larkspur: Larkspur) -> Iterator[Larkspur]:
    """A company whose prepared flows end with the test."""
    yield larkspur
    requests.delete(f"{larkspur.box.url}/salesforce/flows", timeout=TIMEOUT)


def prepare(larkspur: Larkspur, **wish: Any) -> None:
    answer = requests.post(
        f"{larkspur.box.url}/salesforce/flows", json={"name": OWN, **wish}, timeout=TIMEOUT
    )
    assert answer.status_code == 201, answer.text


def run(larkspur: Larkspur, flow: str = OWN, record: str = GUS) -> FlowAnswer:
    return larkspur.gateway.run_suggestion_flow(
        larkspur.org_id,
        flow,
        record_id=larkspur.record(record),
        organizer_id=larkspur.user(OLIVE),
    )


def test_the_bundled_example_suggests_the_owners(larkspur: Larkspur) -> None:
    answer = run(larkspur, EXAMPLE, "opportunity:northwind")

    assert answer.main_host_id == larkspur.user(HUGO)
    assert answer.optional_host_ids == (larkspur.user(HUGO),)
    assert answer.explanation == (
        "The owner of the opportunity hosts, and the owner of its account may join."
    )
    assert not answer.stops
    assert not answer.says_nothing


def test_the_bundled_example_leaves_other_records_to_the_rules(larkspur: Larkspur) -> None:
    assert run(larkspur, EXAMPLE).says_nothing


def test_the_bundled_example_stops_at_a_closed_opportunity(own_larkspur: Larkspur) -> None:
    row = own_larkspur.theirs.row(own_larkspur.record("opportunity:solstice"))
    row["IsClosed"] = True

    answer = run(own_larkspur, EXAMPLE, "opportunity:solstice")

    assert answer.stops
    assert answer.action is ActionKind.NOTIFY_OWNER
    assert "closed" in answer.stop_text


def test_every_output_is_read(flows: Larkspur) -> None:
    hana, maya, hugo = flows.user(HANA), flows.user(MAYA), flows.user(HUGO)
    prepare(
        flows,
        outputs={
            "hostIds": [hana[:15], maya],
            "mainHostId": maya,
            "optionalHostIds": f"{hugo}; {hugo};",
            "poolId": "EMEA",
            "meetingTypeId": "Product Demo",
            "lockHosts": True,
            "lockType": True,
            "mayAddHosts": False,
            "maySuggestOrganizer": True,
            "explanation": " Because. ",
            "doNotSchedule": False,
            "action": "Copy Text",
            "actionLabel": "Copy",
            "actionValue": "Call back in May",
        },
    )

    assert run(flows) == FlowAnswer(
        name=OWN,
        host_ids=(hana, maya),
        main_host_id=maya,
        optional_host_ids=(hugo,),
        pool="EMEA",
        meeting_type="Product Demo",
        locks_hosts=True,
        locks_type=True,
        may_add_hosts=False,
        may_suggest_organizer=True,
        explanation="Because.",
        action=ActionKind.COPY_TEXT,
        action_label="Copy",
        action_value="Call back in May",
    )


@pytest.mark.parametrize(
    ("outputs", "words"),
    [
        ({"hostIds": ["nobody"]}, "hostIds is no list of ids"),
        ({"hostIds": [7]}, "hostIds is no list of ids"),
        ({"hostIds": {"a": 1}}, "hostIds is no list of ids"),
        ({"hostIds": ["005Lk00000001E0AAA"]}, "hostIds is no list of ids"),
        ({"hostIds": ["005Lk00000001E0"] * 30}, "hostIds is no list of ids"),
        ({"poolId": 3}, "poolId is no text"),
        ({"lockHosts": "yes"}, "lockHosts is neither true nor false"),
        ({"action": "explode"}, "explode is no action that this release knows"),
    ],
)
def test_an_answer_that_makes_no_sense_is_named(
    flows: Larkspur, outputs: dict[str, Any], words: str
) -> None:
    prepare(flows, outputs=outputs)

    with pytest.raises(TurnedDown, match=words):
        run(flows)


def test_a_flow_that_fails_is_told_in_its_words(flows: Larkspur) -> None:
    prepare(flows, error="An unhandled fault has occurred in this flow")

    with pytest.raises(TurnedDown, match="An unhandled fault has occurred in this flow"):
        run(flows)


@pytest.mark.parametrize("name", ["No_Such_Flow", "../composite", "", "Two Words", "1st"])
def test_a_flow_that_is_not_there_is_refused(flows: Larkspur, name: str) -> None:
    with pytest.raises(TurnedDown):
        run(flows, name)


@pytest.mark.parametrize("body", ["[]", "{}", "[7]", "nothing"])
def test_an_odd_answer_is_no_suggestion(flows: Larkspur, body: str) -> None:
    flows.fault(kind="status", call="flow", times=1, status=200, body=body)

    with pytest.raises((TurnedDown, TryLater)):
        run(flows)


def test_the_integration_user_asks_and_its_lost_session_is_renewed(flows: Larkspur) -> None:
    prepare(flows, outputs={"poolId": "EMEA"})
    flows.fault(kind="lose_access", call="flow", times=1)

    assert run(flows).pool == "EMEA"


def test_access_that_stays_lost_is_said(flows: Larkspur) -> None:
    prepare(flows, outputs={})
    flows.fault(kind="lose_access", call="flow", times=None)

    with pytest.raises(AccessLost):
        run(flows)
