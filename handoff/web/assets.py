"""Static files under names that change with their content, so that browsers may keep them for ever."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for

A_YEAR = 31_536_000


def register(app: Flask) -> None:
    """Offer `asset(path)` to the templates and let versioned files be kept."""
    folder = Path(app.static_folder or "")

    @cache
    def version(path: str) -> str:
        return hashlib.sha256((folder / path).read_bytes()).hexdigest()[:12]

    def asset(path: str) -> str:
        return url_for("static", filename=path, v=version(path))

    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep_versioned)


def _keep_versioned(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in (200, 304):
        is_versioned = "v" in request.args or "/vendor/" in request.path
        response.headers["Cache-Control"] = (
            f"public, max-age={A_YEAR}, immutable" if is_versioned else "public, no-cache"
        )
    return response
