"""What the sweep finds in apiloom's output that is known, and why it still stands.

An entry takes failures out of the count of those that fail a sweep, and into a count
of their own, which is printed. Each has a smallest document in `known_differences/`
that still shows it: a test says when an entry is no longer needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class KnownDifference:
    """`kind` and `detail` are expressions that a failure of the stage `calls` matches.

    `document` is the smallest one that shows it.
    """

    name: str
    kind: str
    detail: str
    document: str
    reason: str

    def covers(self, kind: str, detail: str) -> bool:
        """Whether a failure is this difference."""
        is_kind = re.match(self.kind, kind) is not None
        return is_kind and re.search(self.detail, detail) is not None


KNOWN_DIFFERENCES: Final = (
    KnownDifference(
        name="string-or-array-of-others",
        kind="the handler was not reached",
        detail=r"Input should be a valid string.*/0: Input should be",
        document="string_or_array_of_others.yaml",
        reason="Where a parameter of a query is a string or an array, the server reads "
        "any value as an array. A string that the items of the array do not take is "
        "refused, though it is one by the other schema.",
    ),
    KnownDifference(
        name="media-range-of-a-body",
        kind=r"RequestValidationError: \w+: a body of \w+/\*: it is no ",
        detail=r"it is no application/octet-stream",
        document="media_range_of_a_body.yaml",
        reason="Bytes under a range such as `image/*` do not say which of its types "
        "they are: without a name or a type the client refuses them.",
    ),
    KnownDifference(
        name="array-in-an-exploded-object",
        kind="the query parameter .* at the handler differs",
        detail=r"""at the handler differs: \{.*\['\[""",
        document="array_in_an_exploded_object.yaml",
        reason="OpenAPI does not say how an array in an exploded object is written. "
        "The client writes it as JSON, which the server reads as one text.",
    ),
    KnownDifference(
        name="path-with-dot-segments",
        kind=r"ValueError: unsafe value for '\.\.'",
        detail=r"unsafe value for '\.\.' in the path",
        document="path_with_dot_segments.yaml",
        reason="The client refuses a path whose own text has a dot segment, as it "
        "refuses values that make one. No server could be reached by it anyway (RFC "
        "3986, section 5.2.4), but it is said at the call, not when generating.",
    ),
    KnownDifference(
        name="empty-text-of-an-error",
        kind="the error's data at the client differs",
        detail=r"differs: None for ''$",
        document="empty_text_of_an_error.yaml",
        reason="The body of an error that is declared as text, and is empty, comes as "
        "None; that of a success comes as the empty text that it is.",
    ),
)


def known_difference(kind: str, detail: str) -> KnownDifference | None:
    """The entry that covers a failure, if there is one."""
    return next((e for e in KNOWN_DIFFERENCES if e.covers(kind, detail)), None)
