"""Where the server ends and the path begins: an address is both (section 4.8.5).

`https://h` with `/v1/a` is `https://h/v1` with `/a`: documents may cut it elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from apiloom.api.ir import Operation
from apiloom.core.text import reveal
from apiloom.diff.contract.structure.contract_walk import ContractSource, ContractWalk
from apiloom.diff.contract.structure.member_differences import objects_at


class ServerPaths:
    """What all servers of one document end with, and all paths of the other begin with.

    `old` has it where the paths of the old document do, `new` where those of the new
    one do; both are empty where addresses are cut at the same place. `prefixes` are
    what the user says that paths began with, and what these begin with now.
    """

    def __init__(
        self, walk: ContractWalk, prefixes: Iterable[tuple[str, str]] = ()
    ) -> None:
        # The longest first: `/v1/beta` before `/v1`, whatever their order.
        self.prefixes = sorted(prefixes, key=lambda pair: -len(pair[0]))
        before, after = _urls(walk.old), _urls(walk.new)
        self.old = _moved(walk.old, before, after)
        self.new = _moved(walk.new, after, before)

    def old_path(self, operation: Operation) -> str:
        """The path of an operation of the old document, as the new one would cut it."""
        path = _cut(operation, self.old)
        for before, after in self.prefixes:
            if path == before or path.startswith(f"{before}/"):
                return f"{after}{path[len(before) :]}" or "/"
        return path

    def new_path(self, operation: Operation) -> str:
        """The path of an operation of the new document, as the old one would cut it."""
        return _cut(operation, self.new)


def _urls(source: ContractSource) -> list[str]:
    """The servers of the document, in its order, without a slash at the end."""
    return [url.rstrip("/") for url in objects_at(source, "servers", "url")]


def _moved(source: ContractSource, shorter: list[str], longer: list[str]) -> str:
    """What all paths begin with, and all servers of the other document end with."""
    if len(shorter) != len(longer) or not shorter:
        return ""
    end = longer[0].removeprefix(shorter[0])
    is_path = end.startswith("/") and "{" not in end
    is_common = is_path and longer == [url + end for url in shorter]
    return end if is_common and _all_begin_with(source, end) else ""


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
