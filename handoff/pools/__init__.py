"""PURE. Who should host, and why."""
