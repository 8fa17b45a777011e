"""Leads, accounts and the rest of the pretend companies' customers; owners and lookups are keys of the cast."""

from typing import Any

# Every row: (key, object, fields). A value that begins with `@` is the id behind a key.
Row = tuple[str, str, dict[str, Any]]


def _account(key: str, name: str, *, owner: str, **fields: Any) -> Row:
    site = f"https://{key}.example"
    return f"account:{key}", "Account", {"Name": name, "Website": site, "OwnerId": owner, **fields}


def _contact(key: str, name: str, *, account: str, owner: str, **fields: Any) -> Row:
    first, _, last = name.partition(" ")
    email = f"{first.lower()}@{account}.example"
    return (
        f"contact:{key}",
        "Contact",
        {
            "FirstName": first,
            "LastName": last,
            "Email": email,
            "AccountId": f"@account:{account}",
            "OwnerId": owner,
            **fields,
        },
    )


def _lead(key: str, name: str, *, company: str, site: str, owner: str, **fields: Any) -> Row:
    first, _, last = name.partition(" ")
    return (
        f"lead:{key}",
        "Lead",
        {
            "FirstName": first,
            "LastName": last,
            "Company": company,
            "Email": f"{first.lower()}@{site}.example",
            "Website": f"https://{site}.example",
            "Status": "Working - Contacted",
            "LeadSource": "Web",
            "OwnerId": owner,
            **fields,
        },
    )


def _opportunity(
    key: str, name: str, *, account: str, contact: str, owner: str, **fields: Any
) -> Row:
    return (
        f"opportunity:{key}",
        "Opportunity",
        {
            "Name": name,
            "AccountId": f"@account:{account}",
            "ContactId": f"@contact:{contact}",
            "OwnerId": owner,
            "StageName": "Qualification",
            "Probability": 20,
            "Type": "New Customer",
            "NextStep": "Agree on a demo",
            **fields,
        },
    )


def _case(key: str, subject: str, *, account: str, contact: str, owner: str, **fields: Any) -> Row:
    return (
        f"case:{key}",
        "Case",
        {
            "Subject": subject,
            "AccountId": f"@account:{account}",
            "ContactId": f"@contact:{contact}",
            "OwnerId": owner,
            "Status": "Working",
            "Priority": "Medium",
            "Origin": "Email",
            **fields,
        },
    )


_UK = {"City": "London", "Country": "United Kingdom"}

LARKSPUR: tuple[Row, ...] = (
    _account(
        "northwind",
        "Northwind Robotics",
        owner="@hugo",
        CSM__c="@maya",
        Industry="Manufacturing",
        Type="Customer - Direct",
        Rating="Hot",
        NumberOfEmployees=420,
        AnnualRevenue=38_500_000,
        Phone="+44 20 7946 0101",
        BillingStreet="14 Wharf Road",
        BillingCity="London",
        BillingPostalCode="N1 7GR",
        BillingCountry="United Kingdom",
        Description="Builds picking robots for warehouses. Renewal due in the summer.",
    ),
    _account(
        "tidewater", "Tidewater Freight", owner="@grace", Industry="Shipping", CSM__c="@leila"
    ),
    _account("quillon", "Quillon Publishing", owner="@lena", Industry="Other", CSM__c="@anouk"),
    _account("bramblebay", "Bramble Bay Foods", owner="@ruth", Industry="Agriculture"),
    _account(
        "solstice",
        "Solstice Energy",
        owner="@mei",
        Industry="Energy",
        Rating="Hot",
        NumberOfEmployees=2_400,
        CSM__c="@arjun",
    ),
    _account("harrowgate", "Harrowgate Clinics", owner="@amelia", Industry="Healthcare"),
    _account("kestrel", "Kestrel Analytics", owner="@nils", Industry="Technology"),
    _account("marlowe", "Marlowe & Finch", owner="@otto", Industry="Consulting"),
    _contact(
        "dana",
        "Dana Whitfield",
        account="northwind",
        owner="@hugo",
        Title="VP Operations",
        Phone="+44 20 7946 0110",
        Department="Operations",
        MailingCity="London",
        MailingCountry="United Kingdom",
    ),
    _contact("piers", "Piers Calloway", account="northwind", owner="@hugo", Title="Head of IT"),
    _contact("ingrid", "Ingrid Solberg", account="tidewater", owner="@grace", Title="COO"),
    _contact("tomas", "Tomas Vela", account="quillon", owner="@lena", Title="Managing Editor"),
    _contact("ada", "Ada Pryce", account="bramblebay", owner="@ruth", Title="Buyer"),
    _contact("soren", "Soren Dahl", account="solstice", owner="@mei", Title="CTO"),
    _contact("nadia", "Nadia Karim", account="harrowgate", owner="@amelia", Title="Practice Lead"),
    _contact("yusuf", "Yusuf Demir", account="kestrel", owner="@nils", Title="Founder"),
    _contact("clara", "Clara Finch", account="marlowe", owner="@otto", Title="Partner"),
    _lead(
        "gus",
        "Gus Grant",
        company="Northwind Robotics",
        site="northwind",
        owner="@hana",
        SDR__c="@olive",
        Salutation="Mr.",
        Title="Director of Automation",
        Phone="+44 20 7946 0123",
        Industry="Manufacturing",
        Rating="Hot",
        NumberOfEmployees=420,
        **_UK,
    ),
    _lead("queue", "Wanda Keen", company="Oakridge Tools", site="oakridge", owner="@queue:inbound"),
    _lead("inactive", "Ned Fairley", company="Fairley & Sons", site="fairley", owner="@ines"),
    _lead("private", "Petra Quell", company="Quell Ventures", site="quell", owner="@hugo"),
    _lead("own", "Sten Ravn", company="Ravn Interiors", site="ravn", owner="@nils"),
    _lead(
        "bjorn",
        "Bjorn Aske",
        company="Fjordline Marine",
        site="fjordline",
        owner="@jonas",
        SDR__c="@olive",
    ),
    _lead("carys", "Carys Beddoe", company="Beddoe Textiles", site="beddoe", owner="@rhys", **_UK),
    _lead("emil", "Emil Novotny", company="Arcadia Optics", site="arcadia", owner="@cora"),
    _lead("luz", "Luz Romero", company="Romero Ceramics", site="romero", owner="@luis"),
    _lead("hiro", "Hiro Matsuda", company="Matsuda Seiki", site="matsuda", owner="@kenji"),
    _lead("tamsin", "Tamsin Rook", company="Rook & Daughter", site="rook", owner="@otto", **_UK),
    _lead("olu", "Olu Adeyemi", company="Lagoon Payments", site="lagoon", owner="@olive"),
    _opportunity(
        "northwind",
        "Northwind Robotics: fleet rollout",
        account="northwind",
        contact="dana",
        owner="@hugo",
        Amount=184_000,
        StageName="Needs Analysis",
        LeadSource="Partner Referral",
    ),
    _opportunity(
        "tidewater",
        "Tidewater: yard pilot",
        account="tidewater",
        contact="ingrid",
        owner="@grace",
        Amount=56_000,
    ),
    _opportunity(
        "solstice",
        "Solstice: grid study",
        account="solstice",
        contact="soren",
        owner="@mei",
        Amount=98_500,
    ),
    _opportunity(
        "quillon",
        "Quillon: archive search",
        account="quillon",
        contact="tomas",
        owner="@lena",
        Amount=23_000,
    ),
    _opportunity(
        "kestrel",
        "Kestrel: reseller terms",
        account="kestrel",
        contact="yusuf",
        owner="@nils",
        Amount=40_000,
    ),
    _case(
        "northwind",
        "Gripper calibration drifts after the update",
        account="northwind",
        contact="dana",
        owner="@maya",
        Priority="High",
        Type="Electronic",
        Description="Since the last update two of nine grippers lose calibration overnight.",
    ),
    _case(
        "harrowgate",
        "Single sign-on for new clinics",
        account="harrowgate",
        contact="nadia",
        owner="@leila",
    ),
    _case(
        "bramblebay",
        "Invoice shows the old address",
        account="bramblebay",
        contact="ada",
        owner="@queue:inbound",
    ),
    (
        "project:northwind",
        "Project__c",
        {
            "Name": "Northwind go-live",
            "Account__c": "@account:northwind",
            "Contact__c": "@contact:dana",
            "Delivery_Lead__c": "@maya",
            "Stage__c": "Delivery",
            "OwnerId": "@hugo",
        },
    ),
    (
        "project:solstice",
        "Project__c",
        {
            "Name": "Solstice data migration",
            "Account__c": "@account:solstice",
            "Contact__c": "@contact:soren",
            "Delivery_Lead__c": "@arjun",
            "Stage__c": "Planning",
            "OwnerId": "@mei",
        },
    ),
    _account(
        "tandem", "Tandem Bikes", owner="@sofia", Industry="Manufacturing", NumberOfEmployees=800
    ),
    _account(
        "tandem-uk",
        "Tandem Bikes (UK)",
        owner="@callum",
        Website="https://www.tandem.example/uk",
        NumberOfEmployees=120,
    ),
    _lead(
        "stopped",
        "Basil Thorne",
        company="Thorne Antiques",
        site="thorne",
        owner="@hana",
        Status="Unqualified",
        **_UK,
    ),
    _lead(
        "matched",
        "Vera Lindqvist",
        company="Northwind Robotics",
        site="northwind",
        owner="@otto",
        LeadSource="Partner Referral",
        Title="Head of Logistics",
        Phone="+44 20 7946 0144",
        **_UK,
    ),
    _lead(
        "linked",
        "Iris Calder",
        company="Calder Consulting",
        site="calder",
        owner="@otto",
        LeadSource="Phone Inquiry",
        Matched_Account__c="@account:solstice",
    ),
    _lead(
        "tie",
        "Odile Marchand",
        company="Tandem Bikes",
        site="tandem",
        owner="@otto",
        LeadSource="Partner Referral",
    ),
    _lead(
        "emea",
        "Sigrid Hauge",
        company="Hauge Shipping",
        site="hauge",
        owner="@otto",
        City="Bergen",
        Country="Norway",
    ),
)

FERNHILL: tuple[Row, ...] = (
    _account("brook", "Brookside Dairies", owner="@felix", Industry="Agriculture"),
    _contact("wren", "Wren Ashby", account="brook", owner="@felix", Title="Buyer"),
    _lead("moss", "Moss Tarrant", company="Tarrant Stone", site="tarrant", owner="@felix", **_UK),
    _lead("ivy", "Ivy Lorne", company="Lorne Glass", site="lorne", owner="@petra"),
    _opportunity(
        "brook",
        "Brookside: cold chain",
        account="brook",
        contact="wren",
        owner="@felix",
        Amount=31_000,
    ),
)
