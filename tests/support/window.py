"""A window without a browser: presses the button and speaks the page's JSON, as the page's own scripts do."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

_CONTEXT = re.compile(r'id="handoff-context"[^>]*>(.*?)</script>', re.DOTALL)


class Answer(Exception):
    """A refusal, with its status and its error as the window reads it."""

    def __init__(self, response: requests.Response) -> None:
        super().__init__(f"{response.status_code} {response.text[:500]}")
        self.status = response.status_code
        self.text = response.text
        self.headers = response.headers

    @property
    def error(self) -> dict[str, Any]:
        """The error's members."""
        return dict(json.loads(self.text)["error"])


def signed_request(box: Any, record: str, who: str = "olive", **others: object) -> str:
    """Return what Salesforce would post for this viewer and record."""
    query = {"record": record_id(box, record), "as": who, **others}
    response = requests.get(f"{box.url}/lightning/signed-request", params=query, timeout=30)
    response.raise_for_status()
    return str(response.json()["signed_request"])


def record_id(box: Any, key: str) -> str:
    """Return the id of a record of the cast; an id stays as it is."""
    orgs = box.world.orgs.values() if ":" in key else ()
    return next((str(org.keys[key]) for org in orgs if key in org.keys), key)


def post_canvas(app_url: str, raw: str) -> requests.Response:
    """Knock on the Canvas door."""
    return requests.post(f"{app_url}/canvas", data={"signed_request": raw}, timeout=30)


@dataclass
class Window:
    """An open window."""

    app_url: str
    context: dict[str, Any]
    timings: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, app_url: str, box: Any, record: str, who: str = "olive") -> "Window":
        """Press the button on a record."""
        return cls.posted(app_url, signed_request(box, record, who))

    @classmethod
    def posted(cls, app_url: str, raw: str) -> "Window":
        """Open with a signed request."""
        response = post_canvas(app_url, raw)
        if response.status_code != 200:
            raise Answer(response)
        window = cls.drawn(app_url, response.text)
        window.timings.append(response.headers.get("Server-Timing", ""))
        return window

    @classmethod
    def drawn(cls, app_url: str, page: str) -> "Window":
        """Read the page that the Canvas door answered with."""
        found = _CONTEXT.search(page)
        assert found, page[:500]
        return cls(app_url, json.loads(found.group(1)))

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Send one request with the page's token; raises Answer for a refusal."""
        response = requests.request(
            method,
            f"{self.app_url}{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.context['token']}"} | dict(headers or {}),
            timeout=60,
        )
        self.timings.append(response.headers.get("Server-Timing", ""))
        if response.status_code >= 400:
            raise Answer(response)
        return response.json() if response.content else None

    def meeting_type(self, name: str) -> str:
        """Return the id of an offered type."""
        return next(str(one["id"]) for one in self.context["meeting_types"] if one["name"] == name)

    def pool(self, name: str) -> dict[str, str]:
        """Return a choice of the main host by pool."""
        pools = self.context["sources"]["pools"]
        return {"pool": next(one["id"] for one in pools if one["name"] == name)}

    def host(self, name: str) -> dict[str, str]:
        """Return a choice of the main host by name."""
        found = self.ask("GET", f"/hosts?q={name}")["hosts"]
        return {"host": next(one["id"] for one in found if one["name"] == name)}

    def question(
        self, main: Mapping[str, str], type_name: str = "Discovery Call", **others: object
    ) -> dict[str, Any]:
        """Return what every request about times begins with."""
        kind = self.meeting_type(type_name)
        return {"meeting_type": kind, "main": dict(main), "additional": []} | others

    def times(
        self, question: Mapping[str, Any], *, since: str = "2026-03-02", days: int = 7
    ) -> Any:
        """Ask for the times of some days."""
        return self.ask("POST", "/times", {**question, "from": since, "days": days})

    def hold(self, question: Mapping[str, Any], starts_at: str) -> dict[str, Any]:
        """Hold one start."""
        held = self.ask("POST", "/holds", {**question, "starts_at": starts_at})
        return dict(held["hold"])

    def book(self, hold_id: str, *, key: str = "", **changes: object) -> dict[str, Any]:
        """Schedule; returns the booking and its effects."""
        guest = (self.context["guests"] or [{}])[0]
        body = {
            "hold_id": hold_id,
            "guest": {
                "first_name": guest.get("first_name") or "Gus",
                "last_name": guest.get("last_name") or "Grant",
                "email": guest.get("email") or "gus@northwind.example",
                "record_id": guest.get("record_id") or None,
            },
        } | changes
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return dict(self.ask("POST", "/bookings", body, headers))

    def booking(self, booking_id: str) -> dict[str, Any]:
        """Return a booking as it is now."""
        return dict(self.ask("GET", f"/bookings/{booking_id}"))
