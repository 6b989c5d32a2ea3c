"""Webhooks and callbacks: signed, sent over a socket, verified and read."""
