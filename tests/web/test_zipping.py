"""Large answers travel zipped, small ones and those to browsers that cannot unzip as they are."""

import requests

from tests.cast import EVERYONE, GUS
from tests.support.served import Served
from tests.support.window import Window

PLAIN, ZIPPED = {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip"}


def test_a_large_answer_is_zipped_for_who_can_read_it(standing: Served) -> None:
    window = standing.open(GUS)
    pool = window.question(window.pool(EVERYONE)) | {"from": "2026-03-02", "days": 7}

    plain, zipped = (asked(window, "/times", pool, headers) for headers in (PLAIN, ZIPPED))

    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in zipped.headers["Vary"]
    assert zipped.json()["slots"] == plain.json()["slots"]
    assert int(zipped.headers["Content-Length"]) * 5 < int(plain.headers["Content-Length"])


def test_a_small_answer_stays_as_it_is(standing: Served) -> None:
    window = standing.open(GUS)
    body = {"hosts": [], "from": "2026-03-02", "days": 7}

    assert "Content-Encoding" not in asked(window, "/taken", body, ZIPPED).headers


def asked(
    window: Window, path: str, body: dict[str, object], headers: dict[str, str]
) -> requests.Response:
    token = {"Authorization": f"Bearer {window.context['token']}"}
    answer = requests.post(window.app_url + path, json=body, headers=token | headers, timeout=60)
    answer.raise_for_status()
    return answer
