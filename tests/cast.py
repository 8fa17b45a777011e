"""The standing cast and the standing instant that every test shares; the sandbox seeds the same people."""

from datetime import UTC, datetime

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
"""A Monday: 9:00 in Boston, 14:00 in London, 15:00 in Berlin, 23:00 in Tokyo."""
NOW_TEXT = "2026-03-02T14:00:00Z"

BOSTON, LONDON = "America/New_York", "Europe/London"
BERLIN, TOKYO = "Europe/Berlin", "Asia/Tokyo"

LARKSPUR, FERNHILL = "Larkspur", "Fernhill"

OLIVE = "olive"  # Organizer, Boston; no Host
OTTO = "otto"  # a second Organizer, Boston
NILS = "nils"  # an Organizer who sees only his own records
HANA = "hana"  # Host, Berlin, Google
HUGO = "hugo"  # Host, Boston, Microsoft
MAYA = "maya"  # Host, Tokyo, Google
CORA = "cora"  # Host without a calendar
LUIS = "luis"  # Host whose calendar access is lost
INES = "ines"  # a user who is no longer active
ADAM = "adam"  # the admin

GUS = "lead:gus"  # Gus Grant, London; owned by Hana, SDR is Olive
GUS_EMAIL = "gus@northwind.example"
DANA = "contact:dana"
QUEUED = "lead:queue"
PRIVATE = "lead:private"
OWNED_BY_INES = "lead:inactive"

DISCOVERY, DEMO, REVIEW = "Discovery Call", "Product Demo", "Technical Review"
EMEA, AMERICAS, EVERYONE = "EMEA", "Americas", "Everyone"
