"""Examples in docstrings: calls of the client with literals, and nothing else."""

from __future__ import annotations

import ast
import re
import textwrap
from typing import Final

_EXAMPLE: Final = re.compile(
    r"\n[ ]*Example:\n(?P<code>[ ]+(?:client|await|async|from|import|with)\b.*)\Z",
    re.DOTALL,
)
_MADE: Final = frozenset({"datetime", "date", "time", "timedelta", "UUID", "Decimal"})
_CALLED: Final = frozenset(
    {"client", "print", "b64decode", "urlsafe_b64decode", *_MADE}
)


def without_example(doc: str) -> str:
    """The docstring before its example.

    Raises `AssertionError` where the example is anything but a call with literals.
    """
    found = _EXAMPLE.search(doc)
    if found is None:
        return doc
    for node in ast.walk(ast.parse(textwrap.dedent(found["code"]))):
        if isinstance(node, ast.Call):
            root = node.func
            while isinstance(root, ast.Attribute):
                root = root.value
            is_text = isinstance(root, ast.Constant)
            assert is_text or (isinstance(root, ast.Name) and root.id in _CALLED), doc
        assert not isinstance(node, ast.BinOp | ast.JoinedStr | ast.Lambda), doc
    return doc[: found.start()]
