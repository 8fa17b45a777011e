"""What an admin changes in Salesforce is in the next window, with every process still running that was."""

from collections.abc import Callable
from typing import Any

import requests

from handoff.clock import machine_now
from tests.cast import DISCOVERY, HANA, LARKSPUR
from tests.support.processes import wait_until
from tests.support.product import Product
from tests.support.window import Window

RECORD = "lead:emea"


class Admin:
    """Adam, who changes records through REST as Salesforce's own pages do."""

    def __init__(self, box: Any) -> None:
        self._box = box
        self.org = next(org for org in box.world.orgs.values() if org.name == LARKSPUR)
        with box.world.lock:
            self._token = self.org.open_session(box.world.people["adam"].user_id, now=machine_now())

    def change(self, object_name: str, record_id: str, **fields: Any) -> None:
        """Save a record."""
        answer = requests.patch(
            f"{self._box.url}/services/data/v67.0/sobjects/{object_name}/{record_id}",
            json=fields,
            headers={
                "Host": f"{self.org.my_domain}.my.salesforce.com",
                "Authorization": f"Bearer {self._token}",
            },
            timeout=30,
        )
        assert answer.ok, answer.text

    def find(self, object_name: str, **wanted: Any) -> str:
        """Return the id of a record."""
        rows = self.org.rows(object_name).values()
        return next(str(row["Id"]) for row in rows if wanted.items() <= row.items())


def test_a_type_a_weight_and_a_rule_change_the_window_without_a_restart(
    start_product: Callable[..., Product], sqlite_url: str, box: Any
) -> None:
    product = start_product(sqlite_url, programs=["web", "sync", "clock"])
    admin = Admin(box)
    first = Window.open(product.url, box, RECORD).context
    wait_until(lambda: "settings read" in product.log("sync"), "a worker has read the settings")
    running = {name: product.pid(name) for name in ("web", "sync", "clock")}

    def shows(what: Callable[[dict[str, Any]], bool]) -> bool:
        return what(Window.open(product.url, box, RECORD).context)

    def suggestion(context: dict[str, Any]) -> str:
        return str((context["suggestion"] or {"text": ""})["text"])

    discovery = admin.find("Handoff_Meeting_Type__c", Name=DISCOVERY)
    admin.change("Handoff_Meeting_Type__c", discovery, Duration_Minutes__c=45)
    wait_until(
        lambda: shows(
            lambda context: any(
                one["id"] == discovery and one["minutes"] == 45 for one in context["meeting_types"]
            )
        ),
        "the meeting type has its new length",
    )
    hana = admin.find(
        "Handoff_Pool_Member__c",
        Pool__c=admin.org.keys["pool:EMEA"],
        User__c=box.world.people[HANA].user_id,
    )
    admin.change("Handoff_Pool_Member__c", hana, Weight__c=0)
    wait_until(
        lambda: shows(lambda context: "Hana Berg would be next" not in suggestion(context)),
        "a member of weight 0 is passed over",
    )
    rule = admin.find("Handoff_Suggestion_Rule__c", Name="Europe")
    admin.change("Handoff_Suggestion_Rule__c", rule, Active__c=False)
    wait_until(lambda: shows(lambda context: context["suggestion"] is None), "the rule is gone")

    assert "Hana Berg would be next" in suggestion(first)
    assert {name: product.pid(name) for name in running} == running
