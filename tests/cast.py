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
ROSA = "rosa"  # Host, Berlin, Google; her calendar can only be read
TESSA = "tessa"  # Host, Boston; at most two meetings a day
GIULIA = "giulia"  # Host, Berlin; on leave in the week after this one

GUS = "lead:gus"  # Gus Grant, London; owned by Hana, SDR is Olive
GUS_EMAIL = "gus@northwind.example"
DANA = "contact:dana"
QUEUED = "lead:queue"
PRIVATE = "lead:private"
OWNED_BY_INES = "lead:inactive"
STOPPED = "lead:stopped"  # unqualified: nothing is to be scheduled
MATCHED = "lead:matched"  # its e-mail's domain is that of account:northwind
LINKED = "lead:linked"  # its lookup names account:solstice
TIED = "lead:tie"  # two accounts have the domain: account:tandem (larger) and account:tandem-uk
NORWEGIAN = "lead:emea"  # suggests the pool EMEA
LOCKED_DEAL = "opportunity:solstice"  # suggests and locks its owner and Technical Review
ENTERPRISE = "account:solstice"  # large enough for an Enterprise Review

DISCOVERY, DEMO, REVIEW = "Discovery Call", "Product Demo", "Technical Review"
ENTERPRISE_REVIEW = (
    "Enterprise Review"  # only where NumberOfEmployees >= 1000 and Rating is Hot or Warm
)
QUICK_INTRO = "Quick Intro"  # 15 min, Time First, by rule the host with the fewest meetings; EMEA and Americas
NEEDS_ANALYSIS = "Needs Analysis"  # Lead only; five questions
BRIEFING = "Partner Briefing"  # Time First, the organizer chooses among Hana, Hugo and Grace
WORKSHOP = (
    "Solution Workshop"  # in order: the record's owner, Maya, SE Desk; further hosts required only
)
EXECUTIVE = "Executive Briefing"  # no further hosts; one a day
SUPPORT = "Support Handover"  # Case and Contact; 20 min, packed; the guest is not filled in
LAUNCH = "Launch Week Demo"  # Lead and Account; bookable Monday to Friday of the coming week
RENEWAL = "Renewal Talk"  # Opportunity; the guest's fields are those of its contact
EMEA, AMERICAS, EVERYONE = "EMEA", "Americas", "Everyone"
SE_DESK = "SE Desk"  # order-based: Priya, Anouk, Dante (one a day), Kenji
