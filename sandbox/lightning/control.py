"""What an org's admin or other users do from now on: /salesforce/rules forbids, /salesforce/flows answers."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, jsonify, request

from sandbox.salesforce.flows import Prepared
from sandbox.salesforce.org import Org
from sandbox.salesforce.rules import RuleRefused
from sandbox.salesforce.session import orgs_of
from sandbox.wire import the_world

blueprint = Blueprint("rules", __name__)


@blueprint.post("/salesforce/rules")
def add() -> Any:
    wish = request.get_json(force=True)
    with the_world().lock:
        org = _org(wish.get("org"))
        if org is None:
            return jsonify({"error": "no such org"}), 400
        try:
            org.rules.add(wish, user_ids=org.keys)
        except (RuleRefused, KeyError) as refusal:
            return jsonify({"error": str(refusal)}), 400
        _changed(org)
        return jsonify(org.rules.as_json()), 201


@blueprint.get("/salesforce/rules")
def listed() -> Any:
    with the_world().lock:
        return jsonify({org.org_id: org.rules.as_json() for org in orgs_of(the_world())})


@blueprint.delete("/salesforce/rules")
def clear() -> Any:
    with the_world().lock:
        for org in orgs_of(the_world()):
            org.rules.clear()
            _changed(org)
    return "", 204


@blueprint.post("/salesforce/flows")
def prepare_flow() -> Any:
    """An active flow of this name answers with these outputs, or fails with these words."""
    wish = request.get_json(force=True)
    if unknown := sorted(set(wish) - {"org", "name", "outputs", "error"}):
        return jsonify({"error": f"unknown keys {unknown}"}), 400
    with the_world().lock:
        org = _org(wish.get("org"))
        if org is None or not wish.get("name"):
            return jsonify({"error": "no such org, or a flow without a name"}), 400
        org.flows[wish["name"]] = Prepared(wish.get("outputs") or {}, wish.get("error") or "")
        return jsonify({"name": wish["name"]}), 201


@blueprint.delete("/salesforce/flows")
def clear_flows() -> Any:
    with the_world().lock:
        for org in orgs_of(the_world()):
            org.flows.clear()
    return "", 204


def _org(named: str | None) -> Org | None:
    """By id, name or My Domain; the first org when none is named."""
    orgs = orgs_of(the_world())
    if named is None:
        return orgs[0]
    return next((o for o in orgs if named in (o.org_id, o.org_id[:15], o.name, o.my_domain)), None)


def _changed(org: Org) -> None:
    # Whole seconds are all that If-Modified-Since can tell apart, so the change lies in the next one.
    org.changed_at = max(org.clock.now(), org.changed_at) + timedelta(seconds=1)
