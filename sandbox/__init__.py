"""The outside world, pretended on real sockets: Salesforce, Google, Microsoft and a mail server."""
