"""JSON as programs are given it, which may end up in a log all the same."""

from __future__ import annotations

import json
import re
from typing import Any, Final

_MARK: Final = re.compile("#(?=#)")
"""Runners look for `##[` anywhere in a line. It stands in strings alone."""


def json_text(data: Any) -> str:
    """A document of ASCII, which ends in a line feed; no line is a command to a runner.

    Every line begins with a bracket or a quote, so that none begins with `::`.
    """
    return _MARK.sub(r"\\u0023", json.dumps(data, indent=2)) + "\n"
