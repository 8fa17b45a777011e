"""The names of the queues; a test holds them against Procfile, doorbell and schedule."""

QUEUES = ("now", "calendar", "mail", "salesforce", "sync")
CLOCK = "clock"
