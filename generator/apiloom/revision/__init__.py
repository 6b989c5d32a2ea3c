"""A document as it is, as it was in git, or as it stands on another host."""

from apiloom.revision.opened import Opened, opened
from apiloom.revision.revision import Revision, RevisionError

__all__ = ["Opened", "Revision", "RevisionError", "opened"]
