"""The Canvas door: the signed request that Salesforce posts into our frame."""
