"""PURE. The life of a meeting: its states, how long a slot is kept, and what a booking owes the world."""
