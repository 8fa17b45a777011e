"""The whole way, over sockets: from the button on a record to calendars, mailboxes and Salesforce."""
