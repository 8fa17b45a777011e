"""Deploys the Salesforce project for admins who have no Salesforce CLI."""
