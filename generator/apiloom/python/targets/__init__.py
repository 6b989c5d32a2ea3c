"""Targets turn the resolved API into planned files: views with nothing undecided.

In: `ResolvedApi` and `PackageOptions`. Out: drafts, one for each file of a package.
"""
