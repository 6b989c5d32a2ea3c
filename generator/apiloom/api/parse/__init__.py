"""The walk: from one tree of JSON to the typed API.

In: `NormalDocument`. Out: `ApiSpec`; nothing after this stage sees a dict that came
from a document. One file for each kind of object; what is broken is dropped in the
smallest possible part, with a diagnostic.
"""

from apiloom.api.parse.document import parse_document

__all__ = ["parse_document"]
