"""Jinja prints views; it decides nothing."""
