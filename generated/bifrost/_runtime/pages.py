"""Lists that come in pages: all their items, or page by page.

What an operation says of its pages (`Paging`) names places in the answer, and the
argument that leads on. The walk from one page to the next (`Walk`) does no I/O.
"""

import re
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Generic, TypeVar, cast

import httpx2

from .codec import codec_of, is_model
from .decode import RawResponse
from .errors import ResponseValidationError
from .missing import MISSING
from .narrowing import is_object
from .operation import Operation, Parameter
from .options import RequestOptions
from .resources import Resource

T_co = TypeVar("T_co", covariant=True)
R_co = TypeVar("R_co", covariant=True)

_LONGEST_LINK = 16 * 1024
_LINK = re.compile(r'(?:[^",<]|"(?:[^"\\]|\\.)*"|<[^>]*>)+')
_LINK_PART = re.compile(r'(?:[^";<]|"(?:[^"\\]|\\.)*"|<[^>]*>)+')


@dataclass(frozen=True, slots=True)
class Page(Generic[T_co, R_co]):
    """One page: its items, and the answer that they came in."""

    items: Sequence[T_co]
    data: R_co = field(repr=False)
    status_code: int
    headers: httpx2.Headers = field(repr=False)


class Pages(Generic[T_co, R_co]):
    """The items of all pages; each page is asked for when its turn comes.

    ```python
    for customer in client.paginate(client.customers.list)(limit=100): ...
    ```

    Each iteration begins with the first page. A page that leads to one that was there
    before raises `ResponseValidationError`.
    """

    def __init__(
        self, begin: "Callable[[], Walk]", max_pages: int | None = None
    ) -> None:
        self._begin = begin
        self._max_pages = max_pages

    def at_most(self, pages: int) -> "Pages[T_co, R_co]":
        """The same, which asks for so many pages and no more."""
        return Pages(self._begin, pages)

    def __iter__(self) -> Iterator[T_co]:
        for page in self.pages():
            yield from page.items

    def pages(self) -> "Iterator[Page[T_co, R_co]]":
        """The same page by page."""
        walk = self._begin()
        walk.max_pages = self._max_pages
        while walk.goes_on:
            yield walk.page(*walk.client.exchange_at(*walk.request))


class AsyncPages(Generic[T_co, R_co]):
    """The same for `async for`."""

    def __init__(
        self, begin: "Callable[[], Awaitable[Walk]]", max_pages: int | None = None
    ) -> None:
        self._begin = begin
        self._max_pages = max_pages

    def at_most(self, pages: int) -> "AsyncPages[T_co, R_co]":
        """The same, which asks for so many pages and no more."""
        return AsyncPages(self._begin, pages)

    async def __aiter__(self) -> AsyncIterator[T_co]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def pages(self) -> "AsyncIterator[Page[T_co, R_co]]":
        """The same page by page."""
        walk = await self._begin()
        walk.max_pages = self._max_pages
        while walk.goes_on:
            yield walk.page(*await walk.client.exchange_at(*walk.request))


class Walk:
    """The way from page to page; `max_pages` is where it ends in any case."""

    def __init__(
        self,
        client: Any,
        operation: Operation[Any],
        arguments: Sequence[object],
        options: RequestOptions | None,
        body: object,
        properties: Mapping[str, object],
    ) -> None:
        self.client = client
        if operation.paging is None:
            raise TypeError(f"nothing is known of pages of {operation.id}")
        self.max_pages: int | None = None
        self._paging = operation.paging
        self._first = operation
        self._operation = operation
        self._arguments = [*arguments]
        self._options = options
        self._body = body
        self._properties = dict(properties)
        self._has_next = True
        self._count = 0
        self._seen: set[object] = set()

    @property
    def goes_on(self) -> bool:
        """Whether there is another page to ask for."""
        return self._has_next and self._count != self.max_pages

    @property
    def request(self) -> "tuple[Any, ...]":
        """What the client is told to exchange."""
        return (
            self._operation,
            self._arguments,
            self._options,
            self._body,
            self._properties,
        )

    def page(self, reply: RawResponse[Any], url: httpx2.URL) -> Page[Any, Any]:
        """The page that came from `url`; the walk goes on to the next, if there is one.

        Raises `ResponseValidationError` for one that has been there.
        """
        self._count += 1
        found = _at(reply.data, self._paging.items)
        items = cast("list[object]", found) if isinstance(found, list) else []
        self._has_next = self._go_on(reply, url, items)
        return Page(items, reply.data, reply.status_code, reply.headers)

    def _go_on(
        self, reply: RawResponse[Any], url: httpx2.URL, items: Sequence[object]
    ) -> bool:
        paging = self._paging
        if paging.more and _at(reply.data, paging.more) is False:
            return False
        if paging.kind in ("link", "url"):
            link = (
                next_link(reply.headers.get_list("link"))
                if paging.kind == "link"
                else _at(reply.data, paging.next)
            )
            return self._follow(reply, url, link)
        following = self._following(reply, items)
        if following in (None, ""):
            return False
        self._take(following, reply)
        return True

    def _following(self, reply: RawResponse[Any], items: Sequence[object]) -> object:
        """What the argument is for the next page; None where there is none."""
        paging = self._paging
        if paging.next:
            return _at(reply.data, paging.next)
        if not items:
            return None
        if paging.last:
            return _at(items[-1], paging.last)
        given = self._argument()
        step = 1 if paging.kind == "page" else len(items)
        return (given if isinstance(given, int) else paging.first) + step

    def _argument(self) -> object:
        paging = self._paging
        if isinstance(paging.argument, int):
            return self._arguments[paging.argument]
        given = self._properties.get(paging.argument)
        return _at(self._body, (paging.argument,)) if given is None else given

    def _take(self, following: object, reply: RawResponse[Any]) -> None:
        self._check(following, reply)
        argument = self._paging.argument
        if isinstance(argument, int):
            self._arguments[argument] = following
            return
        body, type_ = self._body, cast("Any", type(self._body))
        body = codec_of(type_).write(body) if is_model(type_) else body
        if is_object(body):
            self._body = {**body, argument: following}
        else:
            self._properties[argument] = following

    def _follow(self, reply: RawResponse[Any], url: httpx2.URL, link: object) -> bool:
        """Go to a URL, found from that of this page (RFC 3986, section 5.2)."""
        if not isinstance(link, str) or not link:
            return False
        following = url.join(link)
        if following.scheme not in ("http", "https"):
            raise self._lost(reply, "the next page has no address of HTTP")
        self._check(str(following), reply)
        if self._operation is self._first:
            self._operation = _followed(self._first)
            headers = [
                argument
                for parameter, argument in zip(
                    self._first.parameters, self._arguments, strict=True
                )
                if parameter.location in ("header", "cookie")
            ]
            self._arguments = ["", *headers]
        self._arguments[0] = following.path.removeprefix("/")
        query: dict[str, object] = {
            name: values if len(values) > 1 else values[0]
            for name in following.params
            if (values := following.params.get_list(name))
        }
        origin = str(following.copy_with(raw_path=b"/"))
        self._options = {**(self._options or {}), "base_url": origin, "query": query}
        return True

    def _check(self, place: object, reply: RawResponse[Any]) -> None:
        if place in self._seen:
            raise self._lost(reply, "a page leads to one that was there before")
        self._seen.add(place)

    def _lost(self, reply: RawResponse[Any], reason: str) -> ResponseValidationError:
        operation = self._first
        return ResponseValidationError(
            f"{operation.id}: {reason}",
            status_code=reply.status_code,
            headers=reply.headers,
            body=reply.body,
            operation=(operation.id, operation.method, operation.path),
        )


def pages_of(method: Callable[..., Any]) -> Callable[..., Pages[Any, Any]]:
    """Of a method, what gives the items of all pages."""
    walking = Resource.raw_twin(method, "pages")

    def paging(*arguments: Any, **keywords: Any) -> Pages[Any, Any]:
        return Pages(lambda: cast("Walk", walking(*arguments, **keywords)))

    return paging


def async_pages_of(method: Callable[..., Any]) -> Callable[..., AsyncPages[Any, Any]]:
    """The same for an async client."""
    walking = Resource.raw_twin(method, "pages")

    def paging(*arguments: Any, **keywords: Any) -> AsyncPages[Any, Any]:
        return AsyncPages(
            lambda: cast("Awaitable[Walk]", walking(*arguments, **keywords))
        )

    return paging


@cache
def _followed(operation: Operation[Any]) -> Operation[Any]:
    """The operation at any address: arguments write its header fields alone."""
    path = Parameter(
        name="path", location="path", type=str, required=True, several=True
    )
    headers = (
        each for each in operation.parameters if each.location in ("header", "cookie")
    )
    return replace(
        operation, path="/{path}", query=(), server=None, parameters=(path, *headers)
    )


def next_link(fields: Iterable[str]) -> str | None:
    """The target of the first link to what is next (RFC 8288, section 3)."""
    for text in fields:
        for link in _LINK.findall(text[:_LONGEST_LINK]):
            parts: list[str] = _LINK_PART.findall(link)
            target, parameters = parts[0].strip(), parts[1:]
            if target[:1] != "<" or target[-1:] != ">":
                continue
            for parameter in parameters:
                name, _, value = parameter.partition("=")
                relations = value.strip().strip('"').lower().split()
                if name.strip().lower() == "rel" and "next" in relations:
                    return target[1:-1].strip()
    return None


def _at(value: object, path: Sequence[str]) -> object:
    """What a decoded value has at the end of a path of names; None for nothing."""
    for name in path:
        value = value.get(name) if is_object(value) else getattr(value, name, None)
    return None if value is MISSING else value
