"""Describe results: what one user may know of an object and its fields.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm
"""

from typing import Any

from sandbox.salesforce import access
from sandbox.salesforce.org import Org
from sandbox.salesforce.permissions import CREATE, DELETE, EDIT, is_permissionable
from sandbox.salesforce.schema import Field, ObjectType

_SOAP = {
    "id": "tns:ID",
    "reference": "tns:ID",
    "boolean": "xsd:boolean",
    "int": "xsd:int",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "time": "xsd:time",
    "double": "xsd:double",
    "currency": "xsd:double",
    "percent": "xsd:double",
}


def global_describe(org: Org, user_id: str, *, version: str) -> dict[str, Any]:
    kinds = [
        kind
        for kind in org.schema.objects.values()
        if kind.name != "Name" and access.sees_type(org, user_id, kind)
    ]
    listed = [summary(org, user_id, kind=kind, version=version) for kind in kinds]
    listed.sort(key=lambda entry: str(entry["name"]))
    return {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": listed}


def describe(org: Org, user_id: str, *, kind: ObjectType, version: str) -> dict[str, Any]:
    return {
        **summary(org, user_id, kind=kind, version=version),
        "actionOverrides": [],
        "childRelationships": _children(org, kind),
        "compactLayoutable": True,
        "fields": [
            _field(org, user_id, kind=kind, field=f)
            for f in access.visible_fields(org, user_id, kind)
        ],
        "namedLayoutInfos": [],
        "recordTypeInfos": [
            {
                "active": True,
                "available": True,
                "defaultRecordTypeMapping": True,
                "developerName": "Master",
                "master": True,
                "name": "Master",
                "recordTypeId": "012000000000000AAA",
                "urls": {},
            }
        ],
        "supportedScopes": [{"label": f"All {kind.plural}", "name": "everything"}],
    }


def summary(org: Org, user_id: str, *, kind: ObjectType, version: str) -> dict[str, Any]:
    base = f"/services/data/{version}/sobjects/{kind.name}"
    creates, edits, deletes = (
        access.can_write_type(org, user_id, kind, verb=verb) for verb in (CREATE, EDIT, DELETE)
    )
    return {
        "activateable": False,
        "createable": creates,
        "custom": kind.custom,
        "customSetting": kind.is_custom_setting,
        "deletable": deletes,
        "deprecatedAndHidden": False,
        "feedEnabled": False,
        "keyPrefix": kind.prefix or None,
        "label": kind.label,
        "labelPlural": kind.plural,
        "layoutable": not kind.is_setting,
        "name": kind.name,
        "queryable": True,
        "retrieveable": True,
        "searchable": not kind.is_setting,
        "triggerable": not kind.is_setting,
        "undeletable": deletes,
        "updateable": edits,
        "urls": {
            "sobject": base,
            "describe": f"{base}/describe",
            "rowTemplate": f"{base}/{{ID}}",
        },
    }


def _field(org: Org, user_id: str, *, kind: ObjectType, field: Field) -> dict[str, Any]:
    writes = access.writes_field(org, user_id, kind=kind, field=field)
    creates = writes and access.can_write_type(org, user_id, kind, verb=CREATE)
    edits = writes and access.can_write_type(org, user_id, kind, verb=EDIT)
    optional = not field.required or field.type == "boolean" or field.default is not None
    return {
        "aggregatable": field.filterable,
        "autoNumber": field.auto_number is not None,
        "byteLength": field.length * 3,
        "calculated": field.custom and not field.writable and field.auto_number is None,
        "caseSensitive": False,
        "createable": creates,
        "custom": field.custom,
        "defaultValue": False if field.type == "boolean" else field.default,
        "defaultedOnCreate": field.default is not None or field.name == "OwnerId",
        "digits": field.length if field.type == "int" else 0,
        "externalId": field.external_id,
        "filterable": field.filterable,
        "groupable": field.filterable and field.type not in {"double", "currency", "datetime"},
        "idLookup": field.type == "id" or field.external_id,
        "inlineHelpText": None,
        "label": field.label,
        "length": field.length,
        "name": field.name,
        "nameField": field.name == "Name",
        "nillable": optional and field.type not in {"boolean", "id"},
        "permissionable": is_permissionable(kind, field),
        "picklistValues": [_choice(value, field) for value in field.picklist],
        "polymorphicForeignKey": field.is_polymorphic,
        "precision": field.precision,
        "referenceTo": list(field.reference_to),
        "relationshipName": field.relationship,
        "relationshipOrder": 0 if field.master_detail else None,
        "restrictedPicklist": field.restricted,
        "scale": field.scale,
        "soapType": _SOAP.get(field.type, "xsd:string"),
        "sortable": field.filterable,
        "type": field.type,
        "unique": field.unique,
        "updateable": edits and not field.master_detail,
        "writeRequiresMasterRead": False,
    }


def _choice(value: str, field: Field) -> dict[str, Any]:
    return {
        "active": True,
        "defaultValue": value == field.default,
        "label": value,
        "validFor": None,
        "value": value,
    }


def _children(org: Org, kind: ObjectType) -> list[dict[str, Any]]:
    found = []
    for other in org.schema.objects.values():
        for field in other.fields.values():
            if kind.name in field.reference_to:
                found.append(
                    {
                        "cascadeDelete": field.master_detail,
                        "childSObject": other.name,
                        "deprecatedAndHidden": False,
                        "field": field.name,
                        "relationshipName": None,
                        "restrictedDelete": False,
                    }
                )
    return found
