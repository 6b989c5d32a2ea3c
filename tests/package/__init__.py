"""Formatting, judging and writing a package."""
