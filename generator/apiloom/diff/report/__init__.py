"""What a change of a document does: to the contract, to Python, and to the files."""

from apiloom.diff.preview import VIEWS, Preview, View

__all__ = ["VIEWS", "Preview", "View"]
