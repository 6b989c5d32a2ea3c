"""Differences: of generated files with the disk, and of two documents."""
