"""What calls need that no signature shows: a base URL, credentials."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from apiloom.core.text import and_more
from apiloom.diff.surface.call_signatures import Callee
from apiloom.diff.surface.surface_change import (
    SurfaceAction,
    SurfaceBreak,
    SurfaceChange,
    SurfaceKind,
)
from apiloom.diff.surface.surface_package import SurfacePackage

_CLIENT: Final = "client.py"
_OPERATIONS: Final = "operations/"
_API: Final = re.compile(r"^API = Api\((.*?)\)$", re.MULTILINE | re.DOTALL)
_FEW: Final = 3


def compare_call_demands(
    old: SurfacePackage, new: SurfacePackage
) -> Iterator[SurfaceChange]:
    """Compare what makes calls raise before anything is sent, or be refused."""
    if _CLIENT in new.whole and _has_base_url(old) and not _has_base_url(new):
        yield _demanded("it knows no server now: base_url has to be given")
    before, after = _demanding(old, new)
    demanding = [
        label
        for label, demands in after.items()
        if demands and before.get(label) is False
    ]
    if demanding:
        named = ", ".join(demanding[:_FEW]) + and_more(len(demanding) - _FEW)
        yield _demanded(f"calls need credentials now: {named}")


def _has_base_url(package: SurfacePackage) -> bool:
    api = _API.search(package.whole.get(_CLIENT, b"").decode())
    return api is not None and "base_url=" in api[1]


def _demanding(
    old: SurfacePackage, new: SurfacePackage
) -> tuple[dict[str, bool], dict[str, bool]]:
    """Whether operations demand credentials, in files that differ."""
    before: dict[str, bool] = {}
    after: dict[str, bool] = {}
    for path in sorted(old.whole.keys() & new.whole.keys()):
        texts = old.whole[path], new.whole[path]
        if path.startswith(_OPERATIONS) and texts[0] != texts[1]:
            for demands, text in zip((before, after), texts, strict=True):
                demands.update(_credentials(text))
    return before, after


def _credentials(content: bytes) -> Iterator[tuple[str, bool]]:
    """The operations that a module describes, and whether each demands credentials."""
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return  # that it cannot be read is told elsewhere
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Operation":
            said = {keyword.arg: keyword.value for keyword in node.keywords}
            label = " ".join(_text(said.get(name)) for name in ("method", "path"))
            yield label, _demands(said.get("security"))


def _text(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def _demands(security: ast.expr | None) -> bool:
    """Whether there are alternatives, and none of them is to send nothing."""
    if not isinstance(security, ast.Tuple):
        return False
    schemes = [part.keys for part in security.elts if isinstance(part, ast.Dict)]
    return bool(schemes) and all(schemes)


def _demanded(sentence: str) -> SurfaceChange:
    return Callee("Client", _CLIENT).change(
        SurfaceKind.METHOD,
        SurfaceAction.REQUIRED,
        SurfaceBreak.CODE,
        sentence,
        None,
        None,
    )
