"""`handoff doctor`: looks at every connection, permission and setting, and says what is wrong and where to mend it."""
