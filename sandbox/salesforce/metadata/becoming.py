"""An org becomes what its components say."""

from datetime import timedelta

from sandbox.salesforce.metadata import rows
from sandbox.salesforce.metadata.components import Components
from sandbox.salesforce.metadata.schema_of import schema_of
from sandbox.salesforce.org import Org


def adopt(org: Org, components: Components) -> None:
    """Replace everything custom in the org by these components. Hold the world's lock."""
    before = org.schema
    org.schema = schema_of(components, prefixes=org.prefixes)
    org.components = dict(components)
    rows.settle(org, before=before)
    # Whole seconds are all that If-Modified-Since can tell apart, so the change lies in the next one.
    org.changed_at = max(org.clock.now(), org.changed_at) + timedelta(seconds=1)
