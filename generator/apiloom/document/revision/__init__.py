"""A document as it is, as it was in git, or as it stands on another host.

In: the text `PATH`, `git:REVISION:PATH` or a URL. Out: `Revision`, and `Opened`, which
can be loaded while it is open.
"""

from apiloom.document.revision.opened_revision import Opened, opened
from apiloom.document.revision.revision import Revision, RevisionError

__all__ = ["Opened", "Revision", "RevisionError", "opened"]
