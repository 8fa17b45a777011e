"""The people of the two pretend companies: a standing cast, and colleagues to make them life-sized."""

from dataclasses import dataclass
from typing import Literal

Provider = Literal["google", "microsoft", "none"]

NEW_YORK, CHICAGO, LOS_ANGELES = "America/New_York", "America/Chicago", "America/Los_Angeles"
LONDON, BERLIN, TOKYO = "Europe/London", "Europe/Berlin", "Asia/Tokyo"
CITIES = {
    NEW_YORK: ("Boston", "United States"),
    CHICAGO: ("Chicago", "United States"),
    LOS_ANGELES: ("Seattle", "United States"),
    LONDON: ("London", "United Kingdom"),
    BERLIN: ("Berlin", "Germany"),
    TOKYO: ("Tokyo", "Japan"),
}


@dataclass(frozen=True)
class Colleague:
    """Somebody to seed; `role` says what they are in Salesforce, `host` whether they take meetings."""

    key: str
    name: str
    zone: str
    provider: Provider
    title: str
    host: bool = True
    role: Literal["rep", "organizer", "admin", "integration"] = "rep"
    active: bool = True
    calendar: Literal["healthy", "missing", "lost", "read_only"] = "healthy"


def _organizer(key: str, name: str, *, provider: Provider, title: str) -> Colleague:
    return Colleague(key, name, NEW_YORK, provider, title, host=False, role="organizer")


CAST = (
    _organizer(
        "olive", "Olive Ortega", provider="google", title="Sales Development Representative"
    ),
    _organizer("otto", "Otto Lindgren", provider="microsoft", title="Account Executive, Inbound"),
    _organizer("nils", "Nils Holm", provider="google", title="Partner Sales Representative"),
    Colleague("hana", "Hana Berg", BERLIN, "google", "Account Executive"),
    Colleague("hugo", "Hugo Sands", NEW_YORK, "microsoft", "Account Executive"),
    Colleague("maya", "Maya Tanaka", TOKYO, "google", "Customer Success Manager"),
    Colleague(
        "ines",
        "Ines Castro",
        LONDON,
        "none",
        "Account Executive (left)",
        active=False,
        calendar="missing",
    ),
    Colleague("cora", "Cora Lund", CHICAGO, "none", "Solutions Engineer", calendar="missing"),
    Colleague("luis", "Luis Prado", NEW_YORK, "google", "Account Executive", calendar="lost"),
    Colleague(
        "adam",
        "Adam Novak",
        NEW_YORK,
        "microsoft",
        "Salesforce Administrator",
        host=False,
        role="admin",
    ),
    Colleague(
        "handoff.integration",
        "Handoff Integration",
        "UTC",
        "none",
        "Integration User",
        host=False,
        role="integration",
        calendar="missing",
    ),
)

# Her calendar can be looked at but not written; she came last, so that nobody else's id changed.
ADVISER = Colleague(
    "rosa", "Rosa Feld", BERLIN, "google", "Sales Adviser (external)", calendar="read_only"
)

# One line per zone; the names alternate between Google and Microsoft from the first one on.
_COLLEAGUES = {
    BERLIN: "Jonas Keller,Lena Vogt,Mateusz Zielinski,Freya Nilsen,Pavel Dvorak,Giulia Ferri,Anouk Visser,Stefan Brandt",
    LONDON: "Amelia Clarke,Rhys Morgan,Priya Nair,Callum Reid,Niamh Doyle,Theo Bennett,Zara Hussain",
    NEW_YORK: "Grace Whitman,Marcus Reed,Elena Petrova,Dante Rivera,Sofia Marino,Caleb Stone,Imani Brooks,Noah Feldman,Tessa Lang",
    CHICAGO: "Ruth Kowalski,Owen Fisher,Leila Haddad,Grant Mercer,Bianca Torres,Wes Harmon,Jade Palmer,Victor Osei",
    LOS_ANGELES: "Mei Lin,Logan Pierce,Camila Reyes,Arjun Mehta,Skye Donnelly,Felipe Duarte,Nora Castellan,Quinn Avery",
    TOKYO: "Kenji Mori,Aiko Hayashi,Ryo Nakamura,Yuna Ishida,Sora Fujita,Emi Okada,Haruto Sato",
}
_TITLES = ("Account Executive", "Senior Account Executive", "Solutions Engineer", "Customer Success Manager")  # fmt: skip


def larkspur() -> list[Colleague]:
    """The cast, then 47 healthy hosts: with Hana, Hugo and Maya 25 on each provider; then Rosa."""
    people = list(CAST)
    for zone, names in _COLLEAGUES.items():
        for name in names.split(","):
            at = len(people) - len(CAST)
            provider: Provider = "google" if at % 2 else "microsoft"
            key = name.split()[0].lower()
            people.append(Colleague(key, name, zone, provider, _TITLES[at % len(_TITLES)]))
    return [*people, ADVISER]


FERNHILL = (
    Colleague(
        "fiona",
        "Fiona Marsh",
        LONDON,
        "microsoft",
        "Sales Development Representative",
        host=False,
        role="organizer",
    ),
    Colleague("felix", "Felix Arden", LONDON, "google", "Account Executive"),
    Colleague("petra", "Petra Hollis", BERLIN, "microsoft", "Account Executive"),
    Colleague(
        "gareth",
        "Gareth Pike",
        LONDON,
        "microsoft",
        "Salesforce Administrator",
        host=False,
        role="admin",
    ),
    Colleague(
        "handoff.integration.fernhill",
        "Handoff Integration",
        "UTC",
        "none",
        "Integration User",
        host=False,
        role="integration",
        calendar="missing",
    ),
)
