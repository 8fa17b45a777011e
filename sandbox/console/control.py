"""The sandbox's own JSON: the world as it is, faults, latency and credentials."""

from typing import Any

from flask import jsonify, redirect, request

from sandbox import seed
from sandbox.clock import read_instant, write_instant
from sandbox.faults import FaultRefused
from sandbox.wire import the_world


def world_json() -> Any:
    """The whole world; `?seed=no` leaves out the calendar events that it started with."""
    return jsonify(the_world().as_json(with_seed=request.args.get("seed") != "no"))


def credentials_json() -> Any:
    world = the_world()
    if world.credentials is None:
        return jsonify(error="no credentials yet"), 503
    return jsonify(world.credentials.as_json(url=world.url, smtp_port=world.smtp_port))


def list_faults() -> Any:
    faults = the_world().faults
    return jsonify(faults=faults.as_json(), latency=faults.latencies())


def add_fault() -> Any:
    wish = request.get_json(silent=True)
    if not isinstance(wish, dict):
        return jsonify(error="a JSON object is needed"), 400
    try:
        fault = the_world().faults.add(wish)
    except (FaultRefused, TypeError) as refused:
        return jsonify(error=str(refused)), 400
    return jsonify(id=fault.id), 201


def clear_faults() -> Any:
    the_world().faults.clear()
    return "", 204


def remove_fault(fault_id: int) -> Any:
    found = the_world().faults.remove(fault_id)
    return ("", 204) if found else (jsonify(error="no such fault"), 404)


def set_latency() -> Any:
    """`{"service": "google", "seconds": 0.15}`; without a service it is set for all of them."""
    wish = request.get_json(silent=True) or {}
    faults = the_world().faults
    services = [wish["service"]] if wish.get("service") else list(faults.latencies())
    try:
        for service in services:
            faults.set_latency(service, float(wish.get("seconds", 0)))
    except (FaultRefused, TypeError, ValueError) as refused:
        return jsonify(error=str(refused)), 400
    return jsonify(faults.latencies()), 201


def plant() -> Any:
    """Do in every org what an admin does in the first hour after Handoff was deployed there.

    A form that is sent from the console goes back to it.
    """
    try:
        done = seed.settle(the_world())
    except LookupError as lacking:
        return jsonify(error=str(lacking)), 409
    if request.form:
        return redirect("/")
    return jsonify(planted=done), 201 if done else 200


def set_clock() -> Any:
    """`{"now": "2026-03-02T14:00:00Z"}` moves the pretend world's clock."""
    wish = request.get_json(silent=True) or {}
    clock = the_world().clock
    try:
        clock.set(read_instant(wish["now"]))
    except (KeyError, TypeError, ValueError):
        return jsonify(error="now must be an ISO 8601 instant"), 400
    return jsonify(now=write_instant(clock.now())), 201
