"""One numbered file for each step, in order."""
