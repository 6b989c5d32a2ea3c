"""Plans the client: `client.py`, `errors.py`, and `operations/` by resource."""
