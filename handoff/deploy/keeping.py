"""What an update leaves as an org's admins have made it: records of custom metadata that the org already has."""

from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceMalformedRequest

from handoff.deploy.packaging import Package

_KIND = "CustomMetadata"


def spare(package: Package, salesforce: Salesforce) -> list[str]:
    """Take out of a package the records that the org has, and return their names in order."""
    wanted = package.members.get(_KIND, set())
    types = {name.partition(".")[0] for name in wanted}
    standing = sorted(wanted & {name for one in types for name in _records(salesforce, one)})
    for name in standing:
        del package.files[f"customMetadata/{name}.md"]
    package.members[_KIND] = wanted - set(standing)
    if not package.members[_KIND]:
        del package.members[_KIND]
    return standing


def _records(salesforce: Salesforce, type_name: str) -> list[str]:
    try:
        answer = salesforce.query(f"SELECT DeveloperName FROM {type_name}__mdt")  # noqa: S608 (our own names)
    except SalesforceMalformedRequest:
        return []  # the first deployment brings the type itself
    return [f"{type_name}.{row['DeveloperName']}" for row in answer["records"]]
