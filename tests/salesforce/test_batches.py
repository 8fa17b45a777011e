"""As many reads as somebody has: each 25 of them in one request."""

from handoff.http import open_session
from handoff.salesforce.client import Client, query_part
from tests.cast import GUS
from tests.salesforce.conftest import Larkspur


def client_of(larkspur: Larkspur) -> Client:
    session = open_session("salesforce", timeout=(1, 2), sandbox_url=larkspur.box.url)
    token = larkspur.access("adam").token
    return Client(session, instance_url=larkspur.org.instance_url, token=token)


def test_a_batch_beyond_salesforces_limit_goes_in_several(larkspur: Larkspur) -> None:
    client, lead = client_of(larkspur), larkspur.record(GUS)
    parts = [query_part(f"part{one}", "SELECT Id FROM Lead LIMIT 1") for one in range(50)]
    parts.append(query_part("last", f"SELECT Id FROM Lead WHERE Id = '{lead}'"))
    before = larkspur.calls().get("composite.batch", 0)

    answers = client.batch(parts, operation="read_settings")

    assert list(answers) == [part.name for part in parts]
    assert all(answer.is_good for answer in answers.values())
    assert client.rows(answers["last"], operation="read_settings")[0]["Id"] == lead
    assert larkspur.calls()["composite.batch"] - before == 3


def test_a_full_batch_is_one_trip_and_none_is_none(larkspur: Larkspur) -> None:
    client = client_of(larkspur)
    parts = [query_part(f"part{one}", "SELECT Id FROM Lead LIMIT 1") for one in range(25)]
    before = larkspur.calls().get("composite.batch", 0)

    assert len(client.batch(parts, operation="read_settings")) == 25
    assert client.batch([], operation="read_settings") == {}

    assert larkspur.calls()["composite.batch"] - before == 1
