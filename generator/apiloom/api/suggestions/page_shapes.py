"""How one operation seems to give its list page by page: a rule, and the reason.

The words are those that APIs use for the same few things; signs and capitals do not
count (`page[cursor]`, `pageCursor`). The plainest way goes first: an answer that says
where the next page is, before an argument that somebody has to count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from apiloom.api.ir import Parameter
from apiloom.api.resolve.paged_operations import json_answer
from apiloom.api.resolved_api import NamedOperation
from apiloom.api.schema.shapes import SchemaId
from apiloom.api.suggestions.answer_members import AnswerMembers, Member, plain
from apiloom.core.page_rule import PageKind, PageRule
from apiloom.core.text import Text, reveal, visible

_CURSORS: Final = (
    *("startingafter", "after", "cursor", "pagecursor", "pageafter", "pagetoken"),
    *("nexttoken", "nextpagetoken", "continuationtoken", "continue", "marker"),
    *("skiptoken", "startcursor", "nextcursor", "aftercursor", "afterid"),
    *("paginationtoken", "nextmarker", "pagemarker", "bookmark", "token", "page"),
)
_NEXT: Final = (
    *("nextcursor", "nextpagetoken", "nexttoken", "nextpagecursor", "nextpage"),
    *("nextcontinuationtoken", "continuationtoken", "continue", "endcursor"),
    *("nextmarker", "nextpaginationtoken", "paginationtoken", "aftercursor", "next"),
    *("lastid", "after", "cursor", "bookmark", "skiptoken", "marker"),
)
_URLS: Final = frozenset(
    {"nextlink", "nexturl", "nexturi", "nextpageurl", "nextpageuri", "nextpagelink"}
    | {"nexthref", "odatanextlink"}
)
_MORE: Final = frozenset(
    {"hasmore", "hasnext", "hasnextpage", "hasmoreitems", "hasmoreresults"}
    | {"more", "istruncated", "truncated"}
)
_PAGES: Final = (
    *("page", "pagenumber", "pageno", "pagenum", "pageindex", "currentpage"),
)
_OFFSETS: Final = (
    *("offset", "skip", "start", "startindex", "startat", "pageoffset", "from"),
)
_SIZES: Final = (
    *("limit", "perpage", "pagesize", "size", "count", "maxresults", "top", "take"),
    *("maxitems", "pagelimit", "resultsperpage", "itemsperpage", "numresults"),
    *("rowsperpage", "max", "rows", "maxpagesize"),
)
_TOTALS: Final = frozenset(
    {"total", "totalcount", "totalpages", "pagecount", "totalitems", "totalresults"}
    | {"lastpage", "numpages", "pages"}
)
_LISTS: Final = ("data", "items", "results", "value", "values", "records", "entries")
_BY_LAST_ITEM: Final = ("startingafter", "after", "afterid")

Guess: TypeAlias = tuple[PageRule, str]
"""A rule and its reason."""


@dataclass(frozen=True)
class PageShape:
    """One operation, looked at as a list in pages."""

    members: AnswerMembers
    named: NamedOperation

    def rules(self) -> Iterator[Guess]:
        """Rules without a name, the likeliest first, each with the reason for it.

        Raises `UnfitError` where the answer has no schema.
        """
        items = self._items
        if items is None or self.named.operation.method not in ("GET", "POST"):
            return
        if self._is_about_one and not self._has_pages:
            return
        yield from self._by_url(items)
        yield from self._by_cursor(items)
        if self.named.operation.method == "POST":
            return
        yield from self._by_link(items)
        yield from self._by_last_item(items)
        yield from self._by_number(items)

    @cached_property
    def _below(self) -> tuple[Member, ...]:
        return self.members.below(self._answer)

    @cached_property
    def _answer(self) -> SchemaId:
        return json_answer(self.named.operation)

    @property
    def _is_about_one(self) -> bool:
        """Whether the path ends with the name of one thing, which may have a list."""
        return reveal(self.named.operation.path).rstrip("/").endswith("}")

    @property
    def _has_pages(self) -> bool:
        """Whether an argument says which page, or of which size."""
        names = (*_CURSORS, *_PAGES, *_OFFSETS, *_SIZES)
        return any(True for _ in self._arguments(names, "string", "integer", "number"))

    @cached_property
    def _items(self) -> Member | None:
        """The list: the answer itself, or the one array that it can only be."""
        if self.members.is_array(self._answer):
            return Member("", "", self._answer, ())
        for depth in (0, 1):
            arrays = [
                member
                for member in self._below
                if len(member.owners) == depth and self.members.is_array(member.schema)
            ]
            if arrays:
                return self._plainest(arrays)
        return None

    def _plainest(self, arrays: Sequence[Member]) -> Member | None:
        resource = self._last_word
        wanted = [each for each in arrays if each.name and each.name == resource]
        known = [each for name in _LISTS for each in arrays if each.name == name]
        if wanted or known:
            return (wanted or known)[0]
        return arrays[0] if len(arrays) == 1 else None

    @property
    def _last_word(self) -> str:
        """The last segment of the path that is no parameter, without signs."""
        segments = reveal(self.named.operation.path).split("/")
        fixed = [each for each in segments if each and "{" not in each]
        return plain(Text(fixed[-1])) if fixed else ""

    def _by_url(self, items: Member) -> Iterator[Guess]:
        for member in self._below:
            if self._is_url(member):
                rule = PageRule("", "url", items=items.pointer, next=member.pointer)
                yield rule, f"{member.pointer} is the URL of the next page"

    def _is_url(self, member: Member) -> bool:
        if not self.members.is_of(member.schema, "string"):
            return False
        if member.name in _URLS:
            return True
        if member.name == "href":
            return member.owners[-1:] == ("next",)
        if member.name != "next":
            return False
        description = self.members.description(member.schema).lower()
        is_said = "url" in description or "uri" in description or "link" in description
        is_uri = self.members.format(member.schema) in ("uri", "url")
        return is_uri or is_said or bool({"links", "link"}.intersection(member.owners))

    def _by_cursor(self, items: Member) -> Iterator[Guess]:
        for wire_name in self._arguments(_CURSORS, "string"):
            name, parameter = plain(wire_name), reveal(wire_name)
            for member in sorted(self._below, key=_rank):
                if self._is_next_of(member, name):
                    rule = PageRule(
                        "",
                        "cursor",
                        parameter,
                        items.pointer,
                        next=member.pointer,
                        more=self._more,
                    )
                    reason = f"{_shown(parameter)} takes {_shown(member.pointer)}"
                    yield rule, reason

    def _is_next_of(self, member: Member, parameter: str) -> bool:
        """Whether a member of the answer is what an argument takes for what follows."""
        if not self.members.is_of(member.schema, "string", "integer"):
            return False
        if member.name not in (*_NEXT, parameter) or "prev" in member.name:
            return False
        if any("prev" in owner for owner in member.owners):
            return False
        if member.name == "lastid":
            return parameter in _BY_LAST_ITEM
        if parameter == "page":
            return member.name in ("nextpage", "nextpagetoken")
        return True

    def _by_link(self, items: Member) -> Iterator[Guess]:
        for response in self.named.operation.responses:
            if response.status[0] == "2" and any(
                plain(header.wire_name) == "link" for header in response.headers
            ):
                rule = PageRule("", "link", items=items.pointer)
                yield rule, "the answer has a header `Link`"

    def _by_last_item(self, items: Member) -> Iterator[Guess]:
        if self._more is None:
            return
        for wire_name in self._arguments(_BY_LAST_ITEM, "string"):
            parameter = reveal(wire_name)
            rule = PageRule(
                "",
                "cursor",
                parameter,
                items.pointer,
                last="/id",
                more=self._more,
            )
            yield rule, f"{_shown(parameter)} takes the id of the last item"

    def _by_number(self, items: Member) -> Iterator[Guess]:
        sizes = [*self._arguments(_SIZES, "integer", "number")]
        counted = bool(sizes) or any(each.name in _TOTALS for each in self._below)
        if not counted:
            return
        size = f", {_shown(reveal(sizes[0]))} is its size" if sizes else ""
        kinds: tuple[tuple[PageKind, tuple[str, ...], str], ...] = (
            ("page", _PAGES, f"is the number of a page{size}"),
            ("offset", _OFFSETS, "is a position in the list"),
        )
        for kind, names, reason in kinds:
            for wire_name in self._arguments(names, "integer", "number"):
                parameter = reveal(wire_name)
                rule = PageRule(
                    "",
                    kind,
                    parameter,
                    items.pointer,
                    more=self._more,
                    first=self._first(kind, wire_name),
                )
                yield rule, f"{_shown(parameter)} {reason}"

    def _first(self, kind: PageKind, wire_name: Text) -> int | None:
        """The number of the first page, or the first position, if it is another."""
        usual = 1 if kind == "page" else 0
        parameter = next(
            each
            for each in self.named.operation.parameters
            if each.wire_name == wire_name and each.location == "query"
        )
        said = (reveal(parameter.description) if parameter.description else "").lower()
        schema = parameter.schema
        default = None if schema is None else self.members.default(schema)
        if default in (0, 1):
            first = int(bool(default))
        elif any(word in said for word in ("zero-based", "0-based", "zero based")):
            first = 0
        else:
            first = 1 if "1-based" in said else usual
        return None if first == usual else first

    @cached_property
    def _more(self) -> str | None:
        """Where the answer says whether there is more; never inside of an item."""
        return next(
            (
                member.pointer
                for member in self._below
                if member.name in _MORE and self.members.is_of(member.schema, "boolean")
            ),
            None,
        )

    def _arguments(self, names: Sequence[str], *kinds: str) -> Iterator[Text]:
        """Query parameters, and properties of the body, of these names and types."""
        found: dict[str, Text] = {}
        for parameter in self.named.operation.parameters:
            if parameter.location == "query" and self._is_of(parameter, kinds):
                found.setdefault(plain(parameter.wire_name), parameter.wire_name)
        if self.named.operation.method == "POST":
            for wire_name in self.named.properties or {}:
                found.setdefault(plain(wire_name), wire_name)
        return (found[name] for name in names if name in found)

    def _is_of(self, parameter: Parameter, kinds: Sequence[str]) -> bool:
        schema = parameter.schema
        return schema is not None and self.members.is_of(schema, *kinds)


def _rank(member: Member) -> tuple[int, int]:
    name = member.name
    return _NEXT.index(name) if name in _NEXT else len(_NEXT), len(member.owners)


def _shown(text: str) -> str:
    return f"`{visible(text)}`"
