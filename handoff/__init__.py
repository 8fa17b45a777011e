"""Handoff puts a prospect straight onto the right colleague's calendar, from inside Salesforce."""
