"""Real servers for the tests: PostgreSQL, Valkey, the product's own processes, a browser."""
