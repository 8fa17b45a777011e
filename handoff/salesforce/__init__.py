"""The Salesforce door: records in as domain values, domain values out as records."""
