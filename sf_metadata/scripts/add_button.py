#!/usr/bin/env python3
"""Puts Handoff's button on a further object: writes its quick action and its object setting into own-app/.

    scripts/add_button.py Project__c --label "Book Meeting" --user-field Account__r --detail-field Stage__c

It asks no org: the object has to exist there. Nothing that is there already is overwritten without --force.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

PROJECT = Path(__file__).resolve().parents[1]
OWN, SAMPLE = "own-app", "sample-app"

# A standard object, or a custom one, with or without the namespace of the package that it came in.
OBJECT = re.compile(
    r"[A-Za-z][A-Za-z0-9]{0,39}|(?:[A-Za-z][A-Za-z0-9]{0,14}__)?[A-Za-z]\w{0,39}__c"
)
PATH = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*){0,4}")
LONGEST_LABEL = 80
NAMESPACE = "http://soap.sforce.com/2006/04/metadata"

ACTION = f"""<?xml version="1.0" encoding="UTF-8"?>
<QuickAction xmlns="{NAMESPACE}">
    <description>Book a meeting with the right colleague.</description>
    <height>640</height>
    <label>{{label}}</label>
    <lightningComponent>handoffQuickAction</lightningComponent>
    <optionsCreateFeedItem>false</optionsCreateFeedItem>
    <type>LightningComponent</type>
    <width>900</width>
</QuickAction>
"""

LAUNCHER = f"""<?xml version="1.0" encoding="UTF-8"?>
<QuickAction xmlns="{NAMESPACE}">
    <actionSubtype>ScreenAction</actionSubtype>
    <description>Book a meeting with the right colleague, where Aura or Canvas is forbidden.</description>
    <label>{{label}}</label>
    <lightningWebComponent>handoffLauncher</lightningWebComponent>
    <optionsCreateFeedItem>false</optionsCreateFeedItem>
    <type>LightningWebComponent</type>
</QuickAction>
"""

SETTING = f"""<?xml version="1.0" encoding="UTF-8"?>
<CustomMetadata xmlns="{NAMESPACE}"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:xsd="http://www.w3.org/2001/XMLSchema">
    <label>{{label}}</label>
    <protected>false</protected>
{{values}}
</CustomMetadata>
"""

STEPS = """
Now
  1. deploy: scripts/install.sh or python -m handoff deploy does, or sf project deploy start --source-dir {package} --target-org <your org>;
  2. put the button on the page. With dynamic actions: open a record, gear, Edit Page, click the Highlights Panel, Add Action,
     {label}, Save. Without: Setup, Object Manager, {object}, Page Layouts, the layout, Mobile & Lightning Actions, drag
     {label} into Salesforce Mobile and Lightning Experience Actions;
  3. give the integration user access to {object}, and switch on Allow Activities for it if Events shall be written;
  4. say in Custom Metadata Types, Handoff Object Setting, {setting}, who the guest is and what is shown.
"""


@dataclass(frozen=True, slots=True)
class Button:
    """What is asked for."""

    object: str
    label: str
    user_fields: Sequence[str] = ()
    detail_fields: Sequence[str] = ()
    guest_contact: str = ""
    is_launcher: bool = False
    package: str = OWN

    @property
    def setting(self) -> str:
        """The developer name of the object setting: double underscores are not allowed in it."""
        return re.sub(r"_+", "_", self.object.removesuffix("__c"))

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield every file below the project, and what stands in it."""
        main = f"{self.package}/main/default"
        label = escape(self.label)
        actions = f"{main}/quickActions/{self.object}"
        yield f"{actions}.Handoff_Book.quickAction-meta.xml", ACTION.format(label=label)
        if self.is_launcher:
            yield f"{actions}.Handoff_Launch.quickAction-meta.xml", LAUNCHER.format(label=label)
        name = f"{main}/customMetadata/Handoff_Object_Setting.{self.setting}.md-meta.xml"
        yield name, SETTING.format(label=self.setting.replace("_", " "), values=self._values())

    def _values(self) -> str:
        values = {
            "Account_Tie_Order__c": "",
            "Change_Record_Owner__c": False,
            "Conditions__c": "",
            "Default_Meeting_Type__c": "",
            "Detail_Fields__c": "\n".join(self.detail_fields),
            "Enabled__c": True,
            "Guest_Company__c": "",
            "Guest_Contact__c": self.guest_contact,
            "Guest_Email__c": "",
            "Guest_First_Name__c": "",
            "Guest_Last_Name__c": "",
            "Matched_Account_Field__c": "",
            "Object_API_Name__c": self.object,
            "Owner_Field__c": "",
            "Owner_Field_Mode__c": "Only If Empty",
            "User_Field_Paths__c": "\n".join(self.user_fields),
        }
        return "\n".join(_value(name, value) for name, value in values.items())


def _value(name: str, value: str | bool) -> str:
    if isinstance(value, bool):
        shown = f'<value xsi:type="xsd:boolean">{str(value).lower()}</value>'
    elif value:
        shown = f'<value xsi:type="xsd:string">{escape(value)}</value>'
    else:
        shown = '<value xsi:nil="true" />'
    return f"    <values>\n        <field>{name}</field>\n        {shown}\n    </values>"


def problems(button: Button) -> Iterator[str]:
    """Yield what cannot be written like this."""
    if not OBJECT.fullmatch(button.object):
        yield f"{button.object!r} is not the API name of an object, such as Project__c or Campaign."
    if not button.label.strip() or len(button.label) > LONGEST_LABEL:
        yield f"The label needs 1 to {LONGEST_LABEL} characters."
    for path in (*button.user_fields, *button.detail_fields, *filter(None, [button.guest_contact])):
        if not PATH.fullmatch(path):
            yield f"{path!r} is not a field, nor a path to one, such as Account__r.OwnerId."
    if not re.fullmatch(r"[a-z][a-z-]*", button.package):
        yield f"{button.package!r} is not a package directory of this project."


def existing(button: Button, project: Path) -> list[str]:
    """Return the files that are there already, in whichever package directory an org may have got."""
    found = []
    packages = {path.name for path in project.glob("*-app")} - {SAMPLE} | {button.package}
    for name, _ in button.files():
        below = Path(name).relative_to(button.package)
        found += [path for one in packages if (path := project / one / below).is_file()]
    return sorted(path.relative_to(project).as_posix() for path in found)


def write(button: Button, project: Path) -> list[str]:
    """Write the files; return their names."""
    for name, text in button.files():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return [name for name, _ in button.files()]


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    summary, _, examples = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        prog="scripts/add_button.py",
        description=summary,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("object", help="API name of the object, such as Project__c")
    parser.add_argument("--label", default="Book Meeting", help="what stands on the button")
    parser.add_argument(
        "--user-field",
        action="append",
        default=[],
        metavar="PATH",
        help="a related record whose users may host, such as Account__r or Account__r.OwnerId; may be repeated",
    )
    parser.add_argument(
        "--detail-field",
        action="append",
        default=[],
        metavar="PATH",
        help="a field shown below the record's name; may be repeated",
    )
    parser.add_argument("--guest-contact", default="", metavar="FIELD", help="lookup to the guest")
    parser.add_argument(
        "--launcher", action="store_true", help="write the action without Aura too (Handoff_Launch)"
    )
    parser.add_argument("--package", default=OWN, help=f"package directory; default {OWN}")
    parser.add_argument("--force", action="store_true", help="overwrite what is there already")
    return parser.parse_args(given)


def main(given: Sequence[str], project: Path = PROJECT) -> int:
    """Write the button, or say why not."""
    asked = arguments(given)
    button = Button(
        asked.object,
        asked.label,
        user_fields=asked.user_field,
        detail_fields=asked.detail_field,
        guest_contact=asked.guest_contact,
        is_launcher=asked.launcher,
        package=asked.package,
    )
    wrong = list(problems(button))
    if not wrong and not asked.force:
        wrong = [
            f"{name} is there already; --force overwrites." for name in existing(button, project)
        ]
    if wrong:
        sys.stderr.write("\n".join([*wrong, ""]))
        return 2
    sys.stdout.write("".join(f"Wrote {name}\n" for name in write(button, project)))
    steps = STEPS.format(
        **{name: getattr(button, name) for name in ("package", "label", "object", "setting")}
    )
    sys.stdout.write(steps)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
