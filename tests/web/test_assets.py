"""Scripts and styles travel zipped, and their names change with their content."""

import gzip
import re

import requests

from tests.support.served import Served


def test_what_a_page_loads_is_zipped_and_kept(standing: Served) -> None:
    page = requests.get(f"{standing.url}/canvas", timeout=30).text
    (style,) = re.findall(r'href="(/static/css/message.css\?v=[0-9a-f]{12})"', page)
    sheet = re.findall(r'href="(/static/css/slds_part.css\?v=[0-9a-f]{12})"', page)[0]

    plain = requests.get(standing.url + sheet, headers={"Accept-Encoding": "identity"}, timeout=30)
    zipped = requests.get(
        standing.url + sheet, headers={"Accept-Encoding": "gzip"}, timeout=30, stream=True
    )

    body = zipped.raw.read(decode_content=False)
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert int(zipped.headers["Content-Length"]) == len(body) < len(plain.content) / 4
    assert gzip.decompress(body) == plain.content
    assert "Content-Encoding" not in plain.headers
    for answer in (plain, zipped, requests.get(standing.url + style, timeout=30)):
        assert "immutable" in answer.headers["Cache-Control"]
