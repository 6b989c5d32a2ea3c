"""A document as it is, as it was in git, or as it stands on another host."""

from apiloom.document.revision.opened_revision import Opened, opened
from apiloom.document.revision.revision import Revision, RevisionError

__all__ = ["Opened", "Revision", "RevisionError", "opened"]
