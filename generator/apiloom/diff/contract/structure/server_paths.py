"""Where the server ends and the path begins: an address is both (section 4.8.5).

`https://h` with `/v1/a` is `https://h/v1` with `/a`: documents may cut it elsewhere.
"""

from __future__ import annotations

from apiloom.api.ir import Operation
from apiloom.core.location import ROOT
from apiloom.core.text import reveal
from apiloom.diff.contract.structure.contract_walk import ContractSource, ContractWalk
from apiloom.diff.contract.structure.member_differences import members_at


class ServerPaths:
    """What all servers of one document end with, and all paths of the other begin with.

    `old` has it where the paths of the old document do, `new` where those of the new
    one do; both are empty where addresses are cut at the same place.
    """

    def __init__(self, walk: ContractWalk) -> None:
        self.old = self.new = ""
        sides = server_urls(walk.old), server_urls(walk.new)
        moved = _common_end(*sides) or _common_end(*reversed(sides))
        if not moved:
            return
        if _all_begin_with(walk.old, moved) and sides[1] == _ended(sides[0], moved):
            self.old = moved
        elif _all_begin_with(walk.new, moved) and sides[0] == _ended(sides[1], moved):
            self.new = moved

    def old_path(self, operation: Operation) -> str:
        """The path of an operation of the old document, as the new one would cut it."""
        return _cut(operation, self.old)

    def new_path(self, operation: Operation) -> str:
        """The path of an operation of the new document, as the old one would cut it."""
        return _cut(operation, self.new)


def server_urls(source: ContractSource) -> list[str]:
    """The servers of the document, in its order, without a slash at the end."""
    array = members_at(source, ROOT).get("servers")
    entries = array.value if array is not None else []
    urls = [
        entry.get("url") if isinstance(entry, dict) else None
        for entry in (entries if isinstance(entries, list) else [])
    ]
    return [url.rstrip("/") for url in urls if isinstance(url, str)]


def _common_end(shorter: list[str], longer: list[str]) -> str:
    """What all the longer ones have at their ends beside the shorter ones."""
    if len(shorter) != len(longer) or not shorter:
        return ""
    end = longer[0].removeprefix(shorter[0])
    is_path = end.startswith("/") and "{" not in end
    return end if is_path and longer == _ended(shorter, end) else ""


def _ended(urls: list[str], end: str) -> list[str]:
    return [url + end for url in urls]


def _all_begin_with(source: ContractSource, start: str) -> bool:
    """Whether the paths of all operations do that have the servers of the document."""
    return all(
        operation.server is None
        and _cut(operation, start) != reveal(operation.wire_path)
        for operation in source.api.operations
    )


def _cut(operation: Operation, start: str) -> str:
    path = reveal(operation.wire_path)
    return path[len(start) :] if start and path.startswith(f"{start}/") else path
