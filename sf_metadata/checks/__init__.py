"""Checks of the Salesforce project that need neither an org nor Node: see __main__."""
