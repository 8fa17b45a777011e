"""The window in a real browser, inside the pretend Lightning page, against the running product."""
