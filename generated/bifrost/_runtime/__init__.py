"""The part of this package that does not depend on the API document."""
