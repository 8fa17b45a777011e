"""The Metadata API: what is deployed is read, checked, and becomes the org."""
