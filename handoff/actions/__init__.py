"""What people and the clock do, one verb a file: the only place where doors and rules meet."""
