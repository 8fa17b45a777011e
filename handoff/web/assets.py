"""Static files under names that change with their content, so that browsers may keep them for ever."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for

A_YEAR = 31_536_000
SMALLEST_ZIPPED = 1024
ZIPPED_KINDS = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")


def register(app: Flask) -> None:
    """Offer `asset(path)` to the templates, let versioned files be kept, and send text zipped."""
    folder = Path(app.static_folder or "")

    @cache
    def version(path: str) -> str:
        return hashlib.sha256((folder / path).read_bytes()).hexdigest()[:12]

    @cache
    def zipped(path: str) -> bytes:
        return gzip.compress((folder / path).read_bytes(), mtime=0)

    def asset(path: str) -> str:
        return url_for("static", filename=path, v=version(path))

    def zip_text(response: Response) -> Response:
        if _is_better_zipped(response):
            response.close()  # the plain file, opened and not wanted
            response.direct_passthrough = False
            response.set_data(zipped(str((request.view_args or {})["filename"])))
            response.headers["Content-Encoding"] = "gzip"
            response.vary.add("Accept-Encoding")
            response.set_etag(response.get_etag()[0] or "", weak=True)
        return response

    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep_versioned)
    app.after_request(zip_text)


def _is_better_zipped(response: Response) -> bool:
    return (
        request.endpoint == "static"
        and request.method == "GET"
        and "v" in request.args
        and response.status_code == 200
        and response.mimetype in ZIPPED_KINDS
        and (response.content_length or 0) >= SMALLEST_ZIPPED
        and request.accept_encodings["gzip"] > 0
    )


def _keep_versioned(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in (200, 304):
        is_versioned = "v" in request.args or "/vendor/" in request.path
        response.headers["Cache-Control"] = (
            f"public, max-age={A_YEAR}, immutable" if is_versioned else "public, no-cache"
        )
    return response
