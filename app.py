"""Where gunicorn and `flask` find the web application."""

from handoff.config import Settings
from handoff.observability import start_logging
from handoff.web import create_app
from handoff.wiring import assemble

settings = Settings.from_env()
start_logging(settings.log_level)
app = create_app(assemble(settings))
