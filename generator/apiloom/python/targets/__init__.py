"""Targets turn the resolved API into planned files: views with nothing undecided."""
