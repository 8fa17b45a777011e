"""Tests of the Salesforce project's checks and of what deploys it."""
