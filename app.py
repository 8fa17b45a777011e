"""Where gunicorn and `flask` find the web application."""

import gc

from handoff.config import Settings
from handoff.observability import start_logging
from handoff.web import create_app
from handoff.wiring import assemble

settings = Settings.from_env()
start_logging(settings.log_level)
app = create_app(assemble(settings))
# What is loaded by now stays: looking through all of it for garbage takes a tenth of a second, amid some request.
gc.collect()
gc.freeze()
