"""Responses by status, and their header fields."""

from __future__ import annotations

from typing import Final

from apiloom.api.ir import Header, Incoming, Operation, Response
from apiloom.core.text import reveal
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.body_differences import EXAMPLES, compare_content
from apiloom.diff.contract.structure.object_pair import ObjectKind, ObjectPair
from apiloom.diff.contract.structure.places import Words, paired
from apiloom.diff.contract.structure.range_matching import RangeKind, compare_ranged
from apiloom.diff.contract.structure.schema_pair import Terms
from apiloom.diff.contract.structure.wording import quoted_value

_STATUS_ASPECTS: Final = {
    "2": "success-response",
    "3": "success-response",
    "d": "default-response",
}
"""By the first character of a status: the others are errors."""
_HEADER_MEMBERS: Final = {**EXAMPLES, "deprecated": "deprecated"}


def compare_responses(pair: ObjectPair[Operation] | ObjectPair[Incoming]) -> None:
    """Match responses by status."""
    kind = ObjectKind("response", _subject, _aspect, _compare_pair)
    sides = _written_responses(pair.old), _written_responses(pair.new)
    rest = compare_ranged(pair, kind, _RANGES, *sides)
    pair.compare_each(kind, *rest)


def _covers(status_range: str, status: str) -> bool:
    """Whether a range of statuses has a status (section 4.8.16.2)."""
    return status_range.endswith("XX") and status_range[:1] == status[:1]


_RANGES: Final[RangeKind[Response]] = RangeKind(
    "status", _covers, lambda response: response.status
)


def _written_responses(operation: Operation | Incoming) -> dict[str, Response]:
    """The responses that the document has: where there is none, one is made up."""
    return {
        response.status: response
        for response in operation.responses
        if response.where != operation.where
    }


def _subject(response: Response) -> str:
    """What a response is called in a sentence."""
    status = response.status
    return "the default response" if status == "default" else f"the response {status}"


def _aspect(response: Response) -> str:
    return _STATUS_ASPECTS.get(response.status[0], "error-response")


def _compare_pair(pair: ObjectPair[Response]) -> None:
    pair.compare_texts("description")
    compare_content(pair, _subject(pair.new))
    _compare_headers(pair)
    pair.compare_members({"summary": "summary"})
    _compare_links(pair)


def _compare_links(pair: ObjectPair[Response]) -> None:
    for name, old, new in paired(*pair.members("links")):
        if old and new and pair.walk.same_values(old.value, new.value):
            continue
        words = Words(quoted_value(name))
        pair.going(ContractSide.BOTH).record_presence("link", old, new, words)


def _compare_headers(pair: ObjectPair[Response]) -> None:
    """Match header fields by name, whose case does not count."""

    def subject(header: Header) -> str:
        words = f"the header {quoted_value(header.wire_name)}"
        if header.where.pointer.startswith("/components/headers/"):
            return words
        return f"{words} of {_subject(pair.new)}"

    kind = ObjectKind(
        "header",
        subject,
        lambda header: "required-header" if header.required else "optional-header",
        _compare_header,
        schemas=lambda header: (header.schema,),
    )
    pair.compare_each(kind, _headers(pair.old), _headers(pair.new))


def _headers(response: Response) -> dict[str, Header]:
    return {reveal(header.wire_name).lower(): header for header in response.headers}


def _compare_header(pair: ObjectPair[Header]) -> None:
    old, new = pair.old, pair.new
    pair.compare_demands("header-required", old=old.required, new=new.required)
    types = pair.walk.old.types_of(old.schema) | pair.walk.new.types_of(new.schema)
    # Of the style `simple`, only objects show whether they are exploded.
    shown = "object" in types and old.explode != new.explode
    if shown or old.content != new.content:
        pair.record_change("header-style", _style_words(old), _style_words(new))
    pair.compare_texts("description")
    pair.compare_members(_HEADER_MEMBERS)
    is_text = old.content is None and new.content is None
    pair.visit(old.schema, new.schema, Terms(text=is_text))


def _style_words(header: Header) -> str:
    if header.content is not None:
        return quoted_value(header.content)
    return "exploded" if header.explode else "not exploded"
