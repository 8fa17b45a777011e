"""SQL state: the truth about holds, bookings and what they owe the world."""
