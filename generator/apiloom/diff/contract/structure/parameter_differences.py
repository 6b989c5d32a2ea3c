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
from apiloom.diff.contract.structure.places import Places, renamed
from apiloom.diff.contract.structure.repeated_values import compare_repeated
from apiloom.diff.contract.structure.schema_pair import Terms
from apiloom.diff.contract.structure.wording import quoted_value

_STYLES: Final = {
    "query": "form",
    "cookie": "form",
    "path": "simple",
    "header": "simple",
}
_MEMBERS: Final = {**EXAMPLES, "allowEmptyValue": "allow-empty-value"}
_Key = tuple[str, Text]


def compare_parameters(
    pair: ObjectPair[Operation], new_names: dict[Text, Text]
) -> None:
    """Match by place and name; `new_names` are path parameters that changed theirs."""
    old = {_key(parameter, new_names): parameter for parameter in pair.old.parameters}
    new = {_key(parameter, {}): parameter for parameter in pair.new.parameters}
    kind = ObjectKind(
        "parameter",
        _subject,
        _aspect,
        _compare_pair,
        schemas=lambda parameter: (parameter.schema,),
    )
    # What went to another place is known by its name.
    names = {key: key[1] for key in old}, {key: key[1] for key in new}
    pair.compare_each(kind, old, new, renamed(*names))


def _key(parameter: Parameter, renamed: dict[Text, Text]) -> _Key:
    """Place and name; names of header fields do not depend on their case."""
    name = parameter.wire_name
    if parameter.location == "path":
        name = renamed.get(name, name)
    elif parameter.location == "header":
        name = Text(reveal(name).lower())
    return parameter.location, name


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
    types = pair.walk.old.types_of(old.schema) | pair.walk.new.types_of(new.schema)
    if old.location != new.location:
        pair.record_change("parameter-location", old.location, new.location)
    elif old.required != new.required:
        pair.compare_demands("parameter-required", old=old.required, new=new.required)
    elif _written(old, types) != _written(new, types):
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
    _compare_schemas(pair)


def _compare_schemas(pair: ObjectPair[Parameter]) -> None:
    """Compare the schemas; of a repeated parameter the one item may be the value."""
    old, new = pair.old, pair.new
    is_text = old.content is None and new.content is None
    terms = Terms(text=is_text)
    if is_text and _is_repeated(old) and _is_repeated(new):
        compare_repeated(pair, old.schema, new.schema, terms)
    else:
        pair.visit(old.schema, new.schema, terms)


def _is_repeated(parameter: Parameter) -> bool:
    """Whether each item of a list is sent as a parameter of its own."""
    return _serialisation(parameter) == ("form", True)


def _written(parameter: Parameter, types: frozenset[str]) -> tuple[str, bool]:
    """Style and explode as they show in values of some types (section 4.8.12.3)."""
    style, explode = _serialisation(parameter)
    exploding = types & ({"object"} if style == "simple" else {"object", "array"})
    return style, explode and bool(exploding)


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
