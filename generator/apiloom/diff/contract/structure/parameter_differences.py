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
    ContractWalk,
    Places,
    Task,
    Words,
)
from apiloom.diff.contract.structure.difference import Kind, presence
from apiloom.diff.contract.structure.member_differences import (
    compare_members,
    members_of_both,
)
from apiloom.diff.contract.structure.schema_differences import visit_optional
from apiloom.diff.contract.structure.text_differences import compare_texts
from apiloom.diff.contract.structure.wording import quoted_value

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
    walk: ContractWalk,
    unit: int,
    old: Operation,
    new: Operation,
    renamed: dict[Text, Text],
) -> None:
    """Match by place and name; `renamed` are path parameters that changed theirs."""
    before = {_key(parameter, renamed): parameter for parameter in old.parameters}
    after = {_key(parameter, {}): parameter for parameter in new.parameters}
    moved = _moved(before, after)
    for key, parameter in after.items():
        old_parameter = before.get(moved.get(key, key))
        if old_parameter is not None:
            _enter_pair(walk, unit, old_parameter, parameter)
        else:
            _record_one_sided(walk, unit, parameter, Kind.ADDED)
    for key, parameter in before.items():
        if key not in after and key not in moved.values():
            _record_one_sided(walk, unit, parameter, Kind.REMOVED)


def _key(parameter: Parameter, renamed: dict[Text, Text]) -> _Key:
    """Place and name; names of header fields do not depend on their case."""
    name = parameter.wire_name
    if parameter.location == "path":
        name = renamed.get(name, name)
    elif parameter.location == "header":
        name = Text(reveal(name).lower())
    return parameter.location, name


def _moved(
    before: dict[_Key, Parameter], after: dict[_Key, Parameter]
) -> dict[_Key, _Key]:
    """New keys with old ones, for parameters that went to another place."""
    removed = [key for key in before if key not in after]
    added = [key for key in after if key not in before]
    moved: dict[_Key, _Key] = {}
    for key in added:
        olds = [other for other in removed if other[1] == key[1]]
        news = [other for other in added if other[1] == key[1]]
        if len(olds) == len(news) == 1:
            moved[key] = olds[0]
    return moved


def _subject(parameter: Parameter) -> str:
    return f"the {parameter.location} parameter {quoted_value(parameter.wire_name)}"


def _name_parameter(source: ContractSource, parameter: Parameter) -> None:
    source.subjects.name(parameter.where.pointer, _subject(parameter))
    if parameter.schema is not None:
        source.subjects.name(parameter.schema.pointer, _subject(parameter))


def _record_one_sided(
    walk: ContractWalk, unit: int, parameter: Parameter, kind: Kind
) -> None:
    aspect = "required-parameter" if parameter.required else "optional-parameter"
    if parameter.location == "path":
        aspect = "path-parameter"
    elif parameter.deprecated and not parameter.required:
        aspect = "deprecated-parameter"
    where = parameter.where.pointer
    places = Places.of_one(kind, where)
    walk.name_subject(places, _subject(parameter))
    walk.record(unit, aspect, kind, ContractSide.REQUEST, places)


def _enter_pair(walk: ContractWalk, unit: int, old: Parameter, new: Parameter) -> None:
    _name_parameter(walk.old, old)
    _name_parameter(walk.new, new)
    key = ("parameter", old.where, new.where, old.location, new.location)
    walk.enter(unit, Task(key, partial(_compare_pair, old=old, new=new)))


def _compare_pair(
    walk: ContractWalk, unit: int, *, old: Parameter, new: Parameter
) -> None:
    places = Places(old.where.pointer, new.where.pointer)
    side = ContractSide.REQUEST

    def record(aspect: str, kind: Kind, before: str = "", after: str = "") -> None:
        walk.record(unit, aspect, kind, side, places, Words("", before, after))

    if old.location != new.location:
        record("parameter-location", Kind.CHANGED, old.location, new.location)
    elif old.required != new.required:
        kind = Kind.NARROWED if new.required else Kind.WIDENED
        record("parameter-required", kind)
    elif _serialisation(old) != _serialisation(new):
        record(
            "parameter-style",
            Kind.CHANGED,
            _serialisation_words(old),
            _serialisation_words(new),
        )
    if old.allow_reserved != new.allow_reserved:
        record("allow-reserved", Kind.ADDED if new.allow_reserved else Kind.REMOVED)
    if old.several != new.several:
        record("parameter-segments", Kind.WIDENED if new.several else Kind.NARROWED)
    if old.content != new.content:
        record(
            "parameter-content", Kind.CHANGED, _content_words(old), _content_words(new)
        )
    if old.deprecated != new.deprecated:
        flag_places = _deprecation_place(old), _deprecation_place(new)
        kind = presence(*flag_places)
        walk.record(unit, "deprecated", kind, ContractSide.BOTH, Places(*flag_places))
    compare_encodings(walk, unit, old, new, side)
    texts = (("description", old.description, new.description),)
    compare_texts(walk, unit, old.where, new.where, texts)
    _compare_other_members(walk, unit, places)
    visit_optional(walk, unit, (old.schema, new.schema), side)


def _deprecation_place(parameter: Parameter) -> Pointer | None:
    where = parameter.where.pointer
    return child(where, "deprecated") if parameter.deprecated else None


def _compare_other_members(walk: ContractWalk, unit: int, places: Places) -> None:
    old, new = members_of_both(
        walk, places.old or Pointer(""), places.new or Pointer("")
    )
    compare_members(walk, unit, ContractSide.REQUEST, old, new, _ASPECTS)


def _serialisation(parameter: Parameter) -> tuple[str, bool]:
    """Style and explode, with what they are by default (section 4.8.12.2)."""
    style = parameter.style or _STYLES.get(parameter.location, "")
    explode = parameter.explode
    return style, style in {"form", "cookie"} if explode is None else explode


def _serialisation_words(parameter: Parameter) -> str:
    style, explode = _serialisation(parameter)
    return f"{style or 'content'}, {'exploded' if explode else 'not exploded'}"


def _content_words(parameter: Parameter) -> str:
    return "a style" if parameter.content is None else quoted_value(parameter.content)
