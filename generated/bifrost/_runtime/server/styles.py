"""Taking parameter texts apart, as their style put them together.

The table of styles is OpenAPI 3.1 section 4.8.12.4; delimiters are told apart before
the parts are percent-decoded (RFC 6570 section 3.2.1). Only the delimiters of
`spaceDelimited` and `pipeDelimited` are themselves percent-encoded.
"""

from typing import cast
from urllib.parse import unquote, unquote_plus

from ..operation import Parameter
from ..shape import Shape
from ..split_text import Decode, StyleError, paired, split, split_array, stripped
from .pairs import Pairs

ABSENT = object()
"""In place of the value of what was not sent."""
ONCE = "Must be given once."

_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}
_DEEPEST = 32
_LONGEST_INDEX = 9


def decode(text: str) -> str:
    """Percent-decode `text`. Raises `UnicodeDecodeError`."""
    return unquote(text, errors="strict") if "%" in text else text


def decode_plus(text: str) -> str:
    """Decode a part of a query string or form, where `+` is a space.

    Raises `UnicodeDecodeError`.
    """
    return unquote_plus(text, errors="strict")


def from_path(parameter: Parameter, shape: Shape, text: str) -> object:
    """The JSON value of a path parameter; `text` is what its expression matched.

    Raises `StyleError`.
    """
    style, explode = parameter.effective_style, parameter.effective_explode
    delimiter = ","
    if style == "label":
        text = _without_prefix(text, ".")
        delimiter = "." if explode else ","
    elif style == "matrix":
        if explode and shape.kinds & {"array", "object"}:
            return _exploded_matrix(parameter.name, shape, text)
        text = _after_name(parameter.name, text)
    elif style in _DELIMITERS:
        return split(
            shape, decode(text), _DELIMITERS[style], explode=explode, decode=str
        )
    return split(shape, text, delimiter, explode=explode, decode=decode)


def from_header(parameter: Parameter, shape: Shape, lines: list[str]) -> object:
    """The JSON value of a header parameter: style simple, never percent-encoded.

    Raises `StyleError`.
    """
    explode = parameter.effective_explode
    delimiter = _DELIMITERS.get(parameter.effective_style, ",")
    text = delimiter.join(lines)
    return split(shape, text, delimiter, explode=explode, decode=stripped)


def from_pairs(
    parameter: Parameter, shape: Shape, pairs: Pairs, decode: Decode = decode_plus
) -> object:
    """The JSON value of a query or cookie parameter that was sent.

    Raises `StyleError`.
    """
    values = pairs.get(parameter.name, [])
    if parameter.effective_explode and "array" in shape.kinds:
        return split_array(shape, values, decode)
    if parameter.effective_explode and len(values) > 1 and shape.is_anything:
        return [shape.read(decode(value)) for value in values]
    if len(values) != 1:
        raise StyleError(ONCE)
    delimiter = _DELIMITERS.get(parameter.effective_style)
    if delimiter is None:
        return split(shape, values[0], ",", explode=False, decode=decode)
    return split(shape, decode(values[0]), delimiter, explode=False, decode=str)


def found_in(
    parameter: Parameter,
    shape: Shape,
    pairs: Pairs,
    claimed: frozenset[str],
    decode: Decode = decode_plus,
) -> object:
    """The JSON value of a parameter, or of a field of a form, or `ABSENT`.

    Names in `claimed` belong to others. Raises `StyleError`.
    """
    found: object | None = None
    if parameter.effective_style == "deepObject":
        found = deep_object(parameter.name, shape, pairs)
    elif (
        parameter.effective_explode
        and "object" in shape.kinds
        and "array" not in shape.kinds
    ):
        found = exploded_object(shape, pairs, claimed, decode)
    elif parameter.name in pairs:
        return from_pairs(parameter, shape, pairs, decode)
    return ABSENT if found is None else found


def exploded_object(
    shape: Shape, pairs: Pairs, claimed: frozenset[str], decode: Decode = decode_plus
) -> object | None:
    """An object whose properties stand among the other parameters, if any was sent.

    Names in `claimed`, with brackets or without, belong to other parameters.
    """
    is_map = shape.is_map
    found = {
        name: _one_or_many(shape.property(name), values, decode)
        for name, values in pairs.items()
        if name in shape.properties
        or (is_map and name.partition("[")[0] not in claimed)
    }
    return found or None


def deep_object(name: str, shape: Shape, pairs: Pairs) -> object | None:
    """An object sent as `name[property]=value`, if any property was sent.

    Objects inside it go on with `name[property][inner]=value`; arrays repeat the name,
    or have an index in brackets. OpenAPI leaves both undefined; where a property may be
    anything, a name that is repeated is an array. A value that is no
    object stands under the bare name. Raises `StyleError`.
    """
    found: dict[str, object] = {}
    for key, values in pairs.items():
        if key == f"{name}[]" and "array" in shape.kinds:
            return _one_or_many(shape, values, decode_plus)
        if key.startswith(f"{name}[") and key.endswith("]"):
            path = key[len(name) + 1 : -1].split("][")
            _put(found, shape, path, values)
    if not found and name in pairs:
        return _one_or_many(shape, pairs[name], decode_plus)
    return _indexed(found, shape) if found else None


def _indexed(found: dict[str, object], shape: Shape) -> object:
    """The value with arrays where properties are the indices of one.

    As deep as `_put` allows, so this may call itself.
    """
    is_array = "array" in shape.kinds and all(map(_is_index, found))
    if not shape.kinds:
        # Of what may be anything it is one where it can be nothing else that was sent.
        is_array = [*found] == [*map(str, range(len(found)))]
    for key, value in found.items():
        if isinstance(value, dict):
            inner = shape.item(int(key)) if is_array else shape.property(key)
            found[key] = _indexed(cast("dict[str, object]", value), inner)
    if not is_array:
        return found
    return [found[key] for key in sorted(found, key=int)]


def _put(
    into: dict[str, object], shape: Shape, path: list[str], values: list[str]
) -> None:
    if len(path) > _DEEPEST:
        raise StyleError("Is nested too deeply.")
    *outer, last = path
    if not last and outer:
        *outer, last = outer
    for step in outer:
        inner = into.setdefault(step, {})
        if not isinstance(inner, dict):
            raise StyleError(f"Gives {step!r} both a value and properties.")
        into = cast("dict[str, object]", inner)
        shape = _below(shape, step)
    if last in into:
        raise StyleError(f"Gives {last!r} twice.")
    below = _below(shape, last)
    into[last] = _one_or_many(below, values, decode_plus)


def _below(shape: Shape, step: str) -> Shape:
    """The shape of what a step in brackets leads to."""
    is_item = "array" in shape.kinds and _is_index(step)
    return shape.item(int(step)) if is_item else shape.property(step)


def _is_index(step: str) -> bool:
    return len(step) <= _LONGEST_INDEX and step.isascii() and step.isdigit()


def _one_or_many(shape: Shape, values: list[str], decode: Decode) -> object:
    if "array" in shape.kinds:
        return shape.read_items(map(decode, values))
    if len(values) > 1 and shape.is_anything:
        return [shape.read(decode(value)) for value in values]
    if len(values) != 1:
        raise StyleError(ONCE)
    return shape.read(decode(values[0]))


def _exploded_matrix(name: str, shape: Shape, text: str) -> object:
    pairs: list[tuple[str, str]] = []
    for part in _without_prefix(text, ";").split(";"):
        key, _, value = part.partition("=")
        pairs.append((key, value))
    if "object" in shape.kinds:
        return paired(shape, pairs, decode)
    if any(key != name for key, _ in pairs):
        raise StyleError(f"Must be written as ;{name}=value.")
    return shape.read_items(decode(value) for _, value in pairs)


def _after_name(name: str, text: str) -> str:
    """What follows `;name`, which ends where its value begins (RFC 6570, 3.2.7)."""
    value = _without_prefix(text, f";{name}")
    if value and not value.startswith("="):
        raise StyleError(f"Must be written as ;{name}=value.")
    return value.removeprefix("=")


def _without_prefix(text: str, prefix: str) -> str:
    if not text.startswith(prefix):
        raise StyleError(f"Must begin with {prefix!r}.")
    return text.removeprefix(prefix)
