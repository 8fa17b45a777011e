"""A pretend Salesforce: OAuth and the REST API of every org in the world, by host name."""

from flask import Flask, Response, request
from werkzeug.exceptions import MethodNotAllowed, NotFound

from sandbox.salesforce import authorize, oauth, rest, settings_changed, soap_login, soap_metadata
from sandbox.salesforce.errors import SalesforceError
from sandbox.salesforce.session import orgs_of
from sandbox.world import World


def create_app(world: World) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config["WORLD"] = world
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Salesforce keeps the asked order
    for org in orgs_of(world):
        org.announce = settings_changed.announcer(world, org)
    app.register_blueprint(authorize.blueprint)
    app.register_blueprint(oauth.blueprint)
    app.register_blueprint(rest.blueprint)
    app.register_blueprint(soap_login.blueprint)
    app.register_blueprint(soap_metadata.blueprint)
    app.register_error_handler(SalesforceError, rest.refuse)
    app.register_error_handler(NotFound, _unknown)
    app.register_error_handler(MethodNotAllowed, _not_allowed)
    return app


def _unknown(_failure: NotFound) -> Response:
    said = f"{request.method} {request.host}{request.path}"
    body = f"501 the sandbox's Salesforce does not simulate {said}\n"
    return Response(body, status=501, mimetype="text/plain")


def _not_allowed(failure: MethodNotAllowed) -> Response:
    allowed = ",".join(sorted(failure.valid_methods or ()))
    return rest.refuse(
        SalesforceError(
            "METHOD_NOT_ALLOWED",
            f"HTTP Method '{request.method}' not allowed. Allowed are {allowed}",
        )
    )
