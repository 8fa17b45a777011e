"""A pretend Salesforce, Google, Microsoft and mail server on real sockets, for the demo and the tests."""
