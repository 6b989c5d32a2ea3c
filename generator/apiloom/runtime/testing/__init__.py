"""What the `testing` module of a package is made of: an API that a test answers.

Nothing else of a package imports this.
"""
