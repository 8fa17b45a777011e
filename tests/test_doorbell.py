"""The doorbell: one job an effect, an id and nothing else in it; a silent Redis costs a request next to nothing."""

import json
import time

from rq import Queue

from handoff.booking.effects import EffectKind
from handoff.doorbell import DELIVER, QUEUE_OF, SYNC_SETTINGS, RqDoorbell
from tests.support.ports import free_port
from tests.support.queue_server import Valkey

AN_ID = "0b4be8f0-0000-4000-8000-000000000001"
ORG = "00DLk0000004C92MAE"


def waiting(valkey: Valkey, queue: str) -> list[tuple[str, list[str]]]:
    with valkey.client() as client:
        jobs = Queue(queue, connection=client, serializer="json").jobs
        return [(job.func_name, list(job.args)) for job in jobs]


def test_each_kind_rings_in_its_own_queue(valkey: Valkey) -> None:
    bell = RqDoorbell(valkey.url)

    heard = bell.ring([(f"{AN_ID}-{kind}", kind) for kind in EffectKind])

    assert heard
    for queue in set(QUEUE_OF.values()):
        assert waiting(valkey, queue) == [
            (DELIVER, [f"{AN_ID}-{kind}"]) for kind in EffectKind if QUEUE_OF[kind] == queue
        ]


def test_what_a_meeting_now_owes_waits_behind_nothing_else(valkey: Valkey) -> None:
    bell = RqDoorbell(valkey.url)

    heard = bell.ring([(AN_ID, "calendar"), (f"{AN_ID}-2", "letter")], is_now=True)

    assert heard
    assert waiting(valkey, "now") == [(DELIVER, [AN_ID]), (DELIVER, [f"{AN_ID}-2"])]
    assert waiting(valkey, "calendar") == waiting(valkey, "mail") == []


def test_settings_are_asked_for_once_while_nobody_has_read_them(valkey: Valkey) -> None:
    bell = RqDoorbell(valkey.url)

    heard = [bell.ask_for_settings(ORG) for _ in range(3)]

    assert heard == [True, True, True]
    assert waiting(valkey, "sync") == [(SYNC_SETTINGS, [ORG])]


def test_a_job_is_plain_json_and_carries_nothing_but_an_id(valkey: Valkey) -> None:
    RqDoorbell(valkey.url).ring([(AN_ID, "calendar")])

    with valkey.client() as client:
        job = Queue("calendar", connection=client, serializer="json").jobs[0]
        stored = client.hgetall(f"rq:job:{job.id}")
    assert json.loads(job.serializer.dumps(job.args)) == [AN_ID]
    assert stored[b"description"] == DELIVER.encode()
    assert not any(value for name, value in stored.items() if b"callback_name" in name)


def test_a_redis_that_nobody_answers_for_is_found_out_once_and_quickly() -> None:
    bell = RqDoorbell(f"redis://127.0.0.1:{free_port()}/0")
    began = time.monotonic()

    heard = [bell.ring([(AN_ID, "calendar")]) for _ in range(100)]
    asked = bell.ask_for_settings(ORG)

    assert not any(heard)
    assert not asked
    assert time.monotonic() - began < 10


def test_a_redis_that_has_gone_is_no_error(valkey: Valkey) -> None:
    bell = RqDoorbell(valkey.url)
    assert bell.ring([(AN_ID, "calendar")])
    valkey.kill()

    heard = bell.ring([(AN_ID, "calendar")])
    valkey.start()

    assert not heard


def test_ringing_for_nothing_is_heard() -> None:
    assert RqDoorbell("redis://127.0.0.1:1/0").ring([])
