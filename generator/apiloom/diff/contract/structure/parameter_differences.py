"""The parameters of one operation in two documents."""

from __future__ import annotations

from functools import partial
from typing import Final

from apiloom.api.ir import Operation, Parameter
from apiloom.core.location import Pointer, child
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.body_differences import compare_encodings
from apiloom.diff.contract.structure.contract_walk import (
    ContractSource,
    Pair,
    Task,
    Walk,
    Words,
)
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.member_differences import (
    compare_members,
    members_at,
)
from apiloom.diff.contract.structure.schema_differences import visit_optional
from apiloom.diff.contract.structure.text_differences import compare_texts
from apiloom.diff.contract.structure.wording import said

_STYLES: Final = {
    "query": "form",
    "cookie": "form",
    "path": "simple",
    "header": "simple",
}
_ASPECTS: Final = {
    "example": "examples",
    "examples": "examples",
    "allowEmptyValue": "allow-empty-value",
}
_Key = tuple[str, Text]


def compare_parameters(
    walk: Walk,
    unit: int,
    old: Operation,
    new: Operation,
    renamed: dict[Text, Text],
) -> None:
    """Match by place and name; `renamed` are path parameters that changed theirs."""
    before = {_key(each, renamed): each for each in old.parameters}
    after = {_key(each, {}): each for each in new.parameters}
    places = _places(before, after)
    for key, parameter in after.items():
        found = before.get(places.get(key, key))
        if found is not None:
            _enter(walk, unit, found, parameter)
        else:
            _alone(walk, unit, parameter, Kind.ADDED)
    for key, parameter in before.items():
        if key not in after and key not in places.values():
            _alone(walk, unit, parameter, Kind.REMOVED)


def _key(parameter: Parameter, renamed: dict[Text, Text]) -> _Key:
    """Place and name; names of header fields do not depend on their case."""
    name = parameter.wire_name
    if parameter.location == "path":
        name = renamed.get(name, name)
    elif parameter.location == "header":
        name = Text(reveal(name).lower())
    return parameter.location, name


def _places(
    before: dict[_Key, Parameter], after: dict[_Key, Parameter]
) -> dict[_Key, _Key]:
    """New keys with old ones, for parameters that went to another place."""
    gone = [key for key in before if key not in after]
    come = [key for key in after if key not in before]
    found: dict[_Key, _Key] = {}
    for key in come:
        same = [each for each in gone if each[1] == key[1]]
        again = [each for each in come if each[1] == key[1]]
        if len(same) == len(again) == 1:
            found[key] = same[0]
    return found


def _called(parameter: Parameter) -> str:
    return f"the {parameter.location} parameter {said(parameter.wire_name)}"


def _name(half: ContractSource, parameter: Parameter) -> None:
    half.subjects.name(parameter.where.pointer, _called(parameter))
    if parameter.schema is not None:
        half.subjects.name(parameter.schema.pointer, _called(parameter))


def _alone(walk: Walk, unit: int, parameter: Parameter, kind: Kind) -> None:
    aspect = "required-parameter" if parameter.required else "optional-parameter"
    if parameter.location == "path":
        aspect = "path-parameter"
    elif parameter.deprecated and not parameter.required:
        aspect = "deprecated-parameter"
    where = parameter.where.pointer
    places = Pair(None, where) if kind is Kind.ADDED else Pair(where, None)
    walk.call(places, _called(parameter))
    walk.tell(unit, aspect, kind, ContractSide.REQUEST, places)


def _enter(walk: Walk, unit: int, old: Parameter, new: Parameter) -> None:
    _name(walk.old, old)
    _name(walk.new, new)
    key = ("parameter", old.where, new.where, old.location, new.location)
    walk.enter(unit, Task(key, partial(_compare, old=old, new=new)))


def _compare(walk: Walk, unit: int, *, old: Parameter, new: Parameter) -> None:
    places = Pair(old.where.pointer, new.where.pointer)
    side = ContractSide.REQUEST

    def tell(aspect: str, kind: Kind, before: str = "", after: str = "") -> None:
        walk.tell(unit, aspect, kind, side, places, Words("", before, after))

    if old.location != new.location:
        tell("parameter-location", Kind.CHANGED, old.location, new.location)
    elif old.required != new.required:
        kind = Kind.NARROWED if new.required else Kind.WIDENED
        tell("parameter-required", kind)
    elif _written(old) != _written(new):
        tell("parameter-style", Kind.CHANGED, _words(old), _words(new))
    if old.allow_reserved != new.allow_reserved:
        tell("allow-reserved", Kind.ADDED if new.allow_reserved else Kind.REMOVED)
    if old.several != new.several:
        tell("parameter-segments", Kind.WIDENED if new.several else Kind.NARROWED)
    if old.content != new.content:
        tell("parameter-content", Kind.CHANGED, _content(old), _content(new))
    if old.deprecated != new.deprecated:
        kind = Kind.ADDED if new.deprecated else Kind.REMOVED
        flags = [
            child(each.where.pointer, "deprecated") if each.deprecated else None
            for each in (old, new)
        ]
        walk.tell(unit, "deprecated", kind, ContractSide.BOTH, Pair(*flags))
    compare_encodings(walk, unit, old, new, side)
    texts = (("description", old.description, new.description),)
    compare_texts(walk, unit, old.where, new.where, texts)
    _extras(walk, unit, places)
    visit_optional(walk, unit, (old.schema, new.schema), side)


def _extras(walk: Walk, unit: int, places: Pair) -> None:
    old = members_at(walk.old, places.old or Pointer(""))
    new = members_at(walk.new, places.new or Pointer(""))
    compare_members(walk, unit, ContractSide.REQUEST, old, new, _ASPECTS)


def _written(parameter: Parameter) -> tuple[str, bool]:
    """Style and explode, with what they are by default (section 4.8.12.2)."""
    style = parameter.style or _STYLES.get(parameter.location, "")
    explode = parameter.explode
    return style, style in {"form", "cookie"} if explode is None else explode


def _words(parameter: Parameter) -> str:
    style, explode = _written(parameter)
    return f"{style or 'content'}, {'exploded' if explode else 'not exploded'}"


def _content(parameter: Parameter) -> str:
    return "a style" if parameter.content is None else said(parameter.content)
