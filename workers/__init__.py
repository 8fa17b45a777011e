"""The background processes: each job is an id in and one action called."""
