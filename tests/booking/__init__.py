"""The life of a booking and what it owes."""
