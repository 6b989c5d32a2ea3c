"""Plans the server: its app, handlers by resource, security, `openapi.json`."""
