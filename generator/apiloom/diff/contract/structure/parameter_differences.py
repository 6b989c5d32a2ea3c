"""The parameters of one operation in two documents."""

from __future__ import annotations

from typing import Final

from apiloom.api.ir import Operation, Parameter
from apiloom.core.location import Pointer, child
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.body_differences import EXAMPLES, compare_encodings
from apiloom.diff.contract.structure.difference import Kind, presence
from apiloom.diff.contract.structure.object_pair import ObjectKind, ObjectPair
from apiloom.diff.contract.structure.places import Places
from apiloom.diff.contract.structure.wording import quoted_value

_STYLES: Final = {
    "query": "form",
    "cookie": "form",
    "path": "simple",
    "header": "simple",
}
_MEMBERS: Final = {**EXAMPLES, "allowEmptyValue": "allow-empty-value"}
_Key = tuple[str, Text]


def compare_parameters(pair: ObjectPair[Operation], renamed: dict[Text, Text]) -> None:
    """Match by place and name; `renamed` are path parameters that changed theirs."""
    old = {_key(parameter, renamed): parameter for parameter in pair.old.parameters}
    new = {_key(parameter, {}): parameter for parameter in pair.new.parameters}
    kind = ObjectKind(
        "parameter",
        _subject,
        _aspect,
        _compare_pair,
        schemas=lambda parameter: (parameter.schema,),
    )
    pair.compare_each(kind, old, new, _moved(old, new))


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


def _aspect(parameter: Parameter) -> str:
    """What differs where one document does not have a parameter."""
    if parameter.location == "path":
        return "path-parameter"
    if parameter.required:
        return "required-parameter"
    return "deprecated-parameter" if parameter.deprecated else "optional-parameter"


def _compare_pair(pair: ObjectPair[Parameter]) -> None:
    old, new = pair.old, pair.new
    if old.location != new.location:
        pair.record_change("parameter-location", old.location, new.location)
    elif old.required != new.required:
        pair.compare_demands("parameter-required", old=old.required, new=new.required)
    elif _serialisation(old) != _serialisation(new):
        words = _serialisation_words(old), _serialisation_words(new)
        pair.record_change("parameter-style", *words)
    if old.allow_reserved != new.allow_reserved:
        kind = Kind.ADDED if new.allow_reserved else Kind.REMOVED
        pair.record("allow-reserved", kind)
    pair.compare_demands("parameter-segments", old=not old.several, new=not new.several)
    if old.content != new.content:
        words = _content_words(old), _content_words(new)
        pair.record_change("parameter-content", *words)
    if old.deprecated != new.deprecated:
        places = Places(_deprecation_place(old), _deprecation_place(new))
        kind = presence(places.old, places.new)
        pair.going(ContractSide.BOTH).record("deprecated", kind, places=places)
    compare_encodings(pair)
    pair.compare_texts("description")
    pair.compare_members(_MEMBERS)
    pair.visit(old.schema, new.schema)


def _deprecation_place(parameter: Parameter) -> Pointer | None:
    where = parameter.where.pointer
    return child(where, "deprecated") if parameter.deprecated else None


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
