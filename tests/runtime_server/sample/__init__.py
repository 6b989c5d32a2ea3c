"""What a generated package looks like, written by hand for the tests.

It imports `apiloom.runtime` where a generated one imports its own `_runtime`.
"""
