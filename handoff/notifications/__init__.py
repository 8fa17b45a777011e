"""What we write to people, and the way it leaves."""
