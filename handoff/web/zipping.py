"""Large answers about times, sent zipped: hundreds of starts name the same hosts again and again."""

import gzip

from flask import Blueprint, Response, request

SMALLEST_ZIPPED = 10_000
FASTEST = 1
"""Already a tenth of the size; more effort would cost more time than it saves on the way."""


def zip_large_answers(blueprint: Blueprint) -> None:
    """Zip what is large, for browsers that want it.

    Only for answers that hold no secret: how well one shrinks beside what was sent could tell of it.
    """
    blueprint.after_request(_zipped)


def _zipped(response: Response) -> Response:
    if not _is_better_zipped(response):
        return response
    response.set_data(gzip.compress(response.get_data(), FASTEST, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def _is_better_zipped(response: Response) -> bool:
    return (
        response.status_code == 200
        and (response.content_length or 0) >= SMALLEST_ZIPPED
        and request.accept_encodings["gzip"] > 0
    )
