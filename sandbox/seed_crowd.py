"""Colleagues by the thousand who host nothing: a company in which a search has something to do."""

from sandbox.salesforce import writes
from sandbox.salesforce.org import Org
from sandbox.seed_people import CITIES

MOST = 2_000
INACTIVE_EVERY = 40
_STRIDE = 769  # shares no divisor with the number of names: every name comes once
_FIRST = (
    "Abel,Ada,Aïcha,Alba,André,Anika,Åsa,Basil,Beatriz,Boris,Carla,Cédric,Chidi,Dagny,Daria,Edgar,Eloïse,Ewa,"
    "Farid,Gaia,Gustav,Hélène,Idris,Ilse,Ivo,Jasper,Joana,José,Kaito,Lars,Léa,Łukasz,Magda,Mirko,Naomi,Oskar,"
    "Paloma,Radek,Renée,Sanna,Søren,Tariq,Ulla,Vera,Zoë"
).split(",")
_LAST = (
    "Abbott,Álvarez,Andersson,Baptiste,Becker,Boström,Castelli,Černý,Cho,Dalgaard,Deluca,Eklund,Farkas,Fontaine,"
    "García,Gruber,Halloran,Häkkinen,Ibarra,Jansson,Kaya,Kimura,Kovács,Larsen,Lefèvre,Lopes,Magnusson,Marek,"
    "Müller,Nagy,Novák,Okafor,Olsen,Pereira,Petit,Quist,Rahman,Romano,Sato,Šimek,Søndergaard,Takeda,Tóth,Ueda,"
    "Varga,Weiß,Ylönen,Zieliński"
).split(",")
_TITLES = (
    "Account Manager", "Customer Support Specialist", "Field Engineer", "Finance Analyst", "Legal Counsel",
    "Marketing Manager", "Product Manager", "Recruiter", "Sales Development Representative", "Software Engineer",
    "Training Consultant",
)  # fmt: skip


def plant(org: Org, *, count: int, domain: str) -> None:
    """Add that many users; they have neither a calendar nor a part in Handoff."""
    if count > MOST:
        raise ValueError(f"a crowd has {MOST} people at most")
    zones = list(CITIES)
    for number in range(count):
        place = number * _STRIDE % (len(_FIRST) * len(_LAST))
        first, last = _FIRST[place % len(_FIRST)], _LAST[place // len(_FIRST)]
        zone = zones[number % len(zones)]
        city, country = CITIES[zone]
        email = f"colleague.{number + 1:04d}@{domain}"
        writes.plant(
            org,
            object_name="User",
            record={
                "Username": email,
                "Email": email,
                "FirstName": first,
                "LastName": last,
                "Alias": f"c{number + 1:04d}",
                "Title": _TITLES[number % len(_TITLES)],
                "IsActive": (number + 1) % INACTIVE_EVERY != 0,
                "UserType": "Standard",
                "TimeZoneSidKey": zone,
                "LocaleSidKey": "en_US",
                "LanguageLocaleKey": "en_US",
                "City": city,
                "Country": country,
            },
        )
