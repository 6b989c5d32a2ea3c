"""From the path of a request to the operation that it names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send

from .problem import Problem
from .respond import problem_answer
from .wire import Answer, send_answer

# What stands for itself in a path (RFC 3986 section 3.3), delimiters of styles too.
_LITERAL = "/!$&'()*+,;=:@"
_LONGEST_SEARCH = 50
_NO_VALUES: Mapping[str, str] = {}
_EXPRESSION = re.compile(r"\{([^{}]*)\}")
_WHOLE_SEGMENT = ("", "")
"""What stands around the expression of a segment that is nothing else."""

PATH_VALUES = "path_values"
"""Where in the ASGI scope the values of a path template are, still percent-encoded."""


@dataclass(frozen=True, slots=True)
class _Template:
    """A path segment with template expressions between literal texts.

    The values of those in `several` may have slashes.
    """

    literals: tuple[str, ...]
    names: tuple[str, ...]
    several: frozenset[str] = frozenset()

    def match(self, segment: str) -> dict[str, str] | None:
        """The text of every expression, never empty; the first as long as can be.

        So `{name}.{format}` takes the last dot. It takes one pass, so that no template
        makes a long path costly.
        """
        if self.literals == _WHOLE_SEGMENT:
            return {self.names[0]: segment} if segment else None
        first, *between, last = self.literals
        start, end = len(first), len(segment) - len(last)
        if not (segment.startswith(first) and segment.endswith(last)):
            return None
        values: list[str] = []
        for literal in reversed(between):
            stop = segment.rfind(literal, start + 1, end - 1)
            if stop < 0:
                return None
            values.append(segment[stop + len(literal) : end])
            end = stop
        if start >= end:
            return None
        values.append(segment[start:end])
        found = dict(zip(self.names, reversed(values), strict=True))
        if self.several and any("/" in found[name] for name in self._single()):
            return None
        return found

    def _single(self) -> Iterator[str]:
        return (name for name in self.names if name not in self.several)


@dataclass(slots=True)
class _Node:
    """What can follow a common beginning of paths."""

    static: dict[str, "_Node"] = field(default_factory=dict[str, "_Node"])
    templates: dict[_Template, "_Node"] = field(
        default_factory=dict[_Template, "_Node"]
    )
    endpoints: dict[str, ASGIApp] = field(default_factory=dict[str, ASGIApp])
    first: "tuple[str, _Node] | None" = None
    """The first of the templates, with its name, where it is just a whole segment.

    The templates stand in the order in which they are tried.
    """


class PathTable(BaseRoute):
    """All paths of a document as one Starlette route.

    Concrete segments win over templated ones (OpenAPI 3.1 section 4.8.8.2). Segments
    are told apart before they are percent-decoded, so that `%2F` stays inside a value.
    A path that the document does not have is left to the routes that follow.
    """

    def __init__(self) -> None:
        self._root = _Node()
        self._based = _Node()
        """Paths below those of the servers of the document."""
        self._elsewhere = _Node()
        """Paths that do not begin where the table is mounted."""
        self._parents: dict[str, _Node] = {}
        """The nodes that are reached by literal text alone, by that text."""

    def add(
        self,
        method: str,
        path: str,
        endpoint: ASGIApp,
        several: frozenset[str] = frozenset(),
    ) -> None:
        """Let `endpoint` answer `method` on the path template `path`.

        The values of the names in `several` may go over several segments. Raises
        `ValueError` for the second endpoint of the same method and path.
        """
        node, text = self._root, ""
        for segment in path.removeprefix("/").split("/"):
            if "{" not in text:
                self._parents[text] = node
            node, text = _child(node, segment, several), f"{text}/{segment}"
        if node.endpoints.setdefault(method.upper(), endpoint) is not endpoint:
            raise ValueError(f"two operations for {method.upper()} {path}")

    def add_based(
        self, method: str, path: str, endpoint: ASGIApp, several: frozenset[str]
    ) -> None:
        """The same for a path that counts where none of the document matches.

        The first of two counts.
        """
        _add_beside(self._based, method, path, endpoint, several)

    def add_elsewhere(
        self, method: str, path: str, endpoint: ASGIApp, several: frozenset[str]
    ) -> None:
        """The same for a path from the root, wherever the table is mounted."""
        _add_beside(self._elsewhere, method, path, endpoint, several)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Starlette's question whether this route takes the request."""
        found = self.find(scope)
        if found is None:
            return Match.NONE, {}
        endpoint, values = found
        return Match.FULL, {"endpoint": endpoint, PATH_VALUES: values}

    def find(self, scope: Scope) -> tuple[ASGIApp, Mapping[str, str]] | None:
        """What answers a request, and the values of its path template."""
        if scope["type"] != "http":
            return None
        return self._find_last(scope) or self._find_any(scope)

    def _find_last(self, scope: Scope) -> tuple[ASGIApp, Mapping[str, str]] | None:
        """The same for most requests, where at most the last segment is a template.

        None means nothing: what needs a closer look is left to the walk.
        """
        raw: bytes | None = scope.get("raw_path")
        if not raw or scope.get("root_path") or b"%" in raw:
            return None
        head, _, tail = raw.decode("latin-1").rpartition("/")
        parent = self._parents.get(head)
        if parent is None:
            return None
        node = parent.static.get(tail)
        if node is not None:
            values = _NO_VALUES
        elif tail and parent.first is not None:
            name, node = parent.first
            values = {name: tail}
        else:
            return None
        endpoint = node.endpoints.get(scope["method"])
        return None if endpoint is None else (endpoint, values)

    def _find_any(self, scope: Scope) -> tuple[ASGIApp, Mapping[str, str]] | None:
        method: str = scope["method"]
        others: set[str] = set()
        for endpoints, values in self._matching(scope):
            endpoint = endpoints.get(method)
            if endpoint is None and method == "HEAD":
                # A GET also answers HEAD (RFC 9110 section 9.3.2).
                endpoint = endpoints.get("GET")
            if endpoint is not None:
                return endpoint, values
            others.update(endpoints)
        return (_OtherMethod(others), {}) if others else None

    def _matching(
        self, scope: Scope
    ) -> Iterator[tuple[Mapping[str, ASGIApp], Mapping[str, str]]]:
        segments = _segments(scope)
        below = _below_mount(scope, segments)
        yield from _walk(self._root, below)
        if self._based.static:
            yield from _walk(self._based, below)
        if self._elsewhere.static or self._elsewhere.templates:
            yield from _walk(self._elsewhere, segments)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request to the endpoint that `matches` found."""
        await scope["endpoint"](scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        """Paths of the document have no names in Starlette's sense."""
        raise NoMatchFound(name, dict(path_params))


def _add_beside(
    root: _Node,
    method: str,
    path: str,
    endpoint: ASGIApp,
    several: frozenset[str],
) -> None:
    node = root
    for segment in path.removeprefix("/").split("/"):
        node = _child(node, segment, several)
    node.endpoints.setdefault(method.upper(), endpoint)


def _child(node: _Node, segment: str, several: frozenset[str]) -> _Node:
    literals = tuple(_EXPRESSION.split(segment))
    if len(literals) == 1:
        return node.static.setdefault(unquote(segment), _Node())
    names = literals[1::2]
    template = _Template(literals[::2], names, several.intersection(names))
    child = node.templates.setdefault(template, _Node())
    node.templates = dict(sorted(node.templates.items(), key=_vagueness))
    first, leading = next(iter(node.templates.items()))
    is_whole = first.literals == _WHOLE_SEGMENT and not first.several
    node.first = (first.names[0], leading) if is_whole else None
    return child


def _vagueness(item: tuple[_Template, _Node]) -> tuple[int, bool]:
    """`{name}.json` before `{name}.{format}` before `{name}` before `{name+}`."""
    template, _ = item
    return -sum(map(len, template.literals)), bool(template.several)


def _segments(scope: Scope) -> list[str]:
    """The segments of the whole path, still percent-encoded."""
    raw: bytes | None = scope.get("raw_path")
    text = quote(scope["path"], _LITERAL) if raw is None else raw.decode("latin-1")
    return text.split("/")[1:] or [""]


def _below_mount(scope: Scope, segments: list[str]) -> list[str]:
    """Those below the mount point."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "").rstrip("/")
    if root and path.startswith(root) and path[len(root) :][:1] in {"", "/"}:
        return segments[root.count("/") :] or [""]
    return segments


def _walk(
    root: _Node, segments: list[str]
) -> Iterator[tuple[Mapping[str, ASGIApp], Mapping[str, str]]]:
    """The endpoints of every path that the segments match, the most concrete first.

    Every node is reached at one depth over one way only.
    """
    last = len(segments)
    seen: set[tuple[int, int]] = set()
    pending: list[tuple[_Node, int, Mapping[str, str]]] = [(root, 0, {})]
    while pending:
        start, depth, values = pending.pop()
        node: _Node | None = start
        while node is not None and depth < last:
            segment = segments[depth]
            if node.templates:
                pending.extend(_templated(node, depth, values, segments, seen))
            node = node.static.get(unquote(segment) if "%" in segment else segment)
            depth += 1
        if node is not None and node.endpoints:
            yield node.endpoints, values


def _templated(
    node: _Node,
    depth: int,
    values: Mapping[str, str],
    segments: list[str],
    seen: set[tuple[int, int]],
) -> Iterator[tuple[_Node, int, Mapping[str, str]]]:
    """Where the templates of `node` that match lead, the last one first."""
    for template, child in reversed(node.templates.items()):
        ends: Iterable[int] = (depth + 1,)
        if template.several:
            ends = _ends(child, depth, segments, seen)
        for end in ends:
            text = (
                segments[depth] if end == depth + 1 else "/".join(segments[depth:end])
            )
            match = template.match(text)
            if match is not None:
                yield child, end, {**values, **match} if values else match


def _ends(
    child: _Node, depth: int, segments: list[str], seen: set[tuple[int, int]]
) -> Iterator[int]:
    """Where a value that may go over several segments can end, the longest way last.

    What goes on after such a value is looked for in short paths only: otherwise a long
    one would be costly.
    """
    last = len(segments)
    if last - depth <= _LONGEST_SEARCH:
        for end in range(depth + 1, last):
            follows = child.templates or unquote(segments[end]) in child.static
            if follows and (id(child), end) not in seen:
                seen.add((id(child), end))
                yield end
    if child.endpoints:
        yield last


class _OtherMethod:
    """Answers methods that a path does not have (RFC 9110 sections 9.3.7, 15.5.6)."""

    def __init__(self, methods: Iterable[str]) -> None:
        allowed = {*methods, "OPTIONS"}
        if "GET" in allowed:
            allowed.add("HEAD")
        self._allow = (b"allow", ", ".join(sorted(allowed)).encode("latin-1"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            answer = Answer(204, [self._allow])
        else:
            answer = problem_answer(Problem(405), (self._allow,))
        await send_answer(answer, scope, receive, send)
