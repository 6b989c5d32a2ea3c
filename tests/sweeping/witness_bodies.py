"""Bodies, written and read by what a document says of their media type.

OpenAPI 3.1, sections 4.8.14 and 4.8.15; 3.2, section 4.14.3 for sequential ones. Part
of the witness: nothing here is shared with apiloom or with what it generates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias
from urllib.parse import quote, unquote

from tests.sweeping.described import DescribedMedia, DescribedParameter
from tests.sweeping.style_table import Undefined, query_pairs, scalar

BOUNDARY: Final = "witness-of-the-sweep"
FORM: Final = "application/x-www-form-urlencoded"
IsBinary: TypeAlias = Callable[[str], bool]
"""Whether the property of that name, or an item of it, is bytes."""


def kind_of(media_type: str) -> str:
    """json, form, multipart, text or bytes."""
    essence = media_type.partition(";")[0].strip().lower()
    if essence in ("application/json", "text/json") or essence.endswith("+json"):
        return "json"
    if essence == FORM:
        return "form"
    if essence.startswith("multipart/"):
        return "multipart"
    is_text = essence.startswith("text/") or essence.endswith(("/xml", "+xml"))
    return "text" if is_text else "bytes"


def framing_of(media_type: str) -> str:
    """How the items of a sequential media type are told apart (OpenAPI 3.2, 4.14.3):
    lines, records (RFC 7464) or events."""
    essence = media_type.partition(";")[0].strip().lower()
    if essence == "application/json-seq" or essence.endswith("+json-seq"):
        return "records"
    return "events" if essence == "text/event-stream" else "lines"


def written(
    media: DescribedMedia, value: Any, is_binary: IsBinary
) -> tuple[bytes, str]:
    """A body and its Content-Type. Raises `Undefined`."""
    kind, name = kind_of(media.name), media.name
    if "/" not in name:
        raise Undefined("a body under what is no media type")
    if isinstance(value, bytes):
        return value, _concrete(name)
    if media.items:
        if media.payload:
            value = [{"data": json_text(item)} for item in value]
        return b"".join(_framed(item, framing_of(name)) for item in value), name
    match kind:
        case "json":
            return json_text(value).encode(), name
        case "form":
            return "&".join(_form(media, value)).encode("ascii"), name
        case "multipart":
            _only_form_data(media, value)
            body = b"".join(_part(*part) for part in _parts(media, value, is_binary))
            closing = f"--{BOUNDARY}--\r\n".encode()
            return body + closing, f"{media.essence}; boundary={BOUNDARY}"
    return _text_or_json(media, value)


def _text_or_json(media: DescribedMedia, value: Any) -> tuple[bytes, str]:
    """A text, what a text stands for, or the JSON that a range covers."""
    if isinstance(value, str):
        return value.encode(), _concrete(media.name, "text")
    if media.name in ("*/*", "application/*"):
        return json_text(value).encode(), "application/json"
    if kind_of(media.name) == "text" and isinstance(value, int | float):
        return scalar(value).encode(), media.name
    raise Undefined(f"{media.essence} of a value that is no text")


def _concrete(name: str, kind: str = "application") -> str:
    """A media type in the range that a document names (RFC 9110, section 12.5.1)."""
    if "*" not in name:
        return name
    type_ = name.partition("/")[0].replace("*", kind)
    usual = {"text": "plain", "application": "octet-stream"}
    return f"{type_}/{usual.get(type_, 'x-witness')}"


def json_text(value: Any) -> str:
    """JSON (RFC 8259) as somebody else would write it: with blanks, all in ASCII."""
    return json.dumps(value, ensure_ascii=True)


def facts(content_type: str, body: bytes, *, items: bool = False) -> Any:
    """What a body says, however it is spelled: what two writers have to agree on."""
    if items:
        texts = _unframed(body, framing_of(content_type))
        return [_loaded(text) for text in texts]
    match kind_of(content_type):
        case "json":
            return _loaded(body)
        case "form":
            pairs = [pair.partition("=") for pair in body.decode("ascii").split("&")]
            return _by_name([(normal(n), _form_value(v)) for n, _, v in pairs])
        case "multipart":
            found = re.search(r'boundary="?([^";]+)', content_type)
            return _by_name(list(_taken_apart(body, found[1] if found else "")))
    return body


def normal(text: str) -> str:
    """A percent-encoded text in the one spelling of RFC 3986, section 6.2.2."""
    text = text.replace("+", "%20")

    def settled(found: re.Match[str]) -> str:
        plain = chr(int(found[1], 16))
        return plain if re.match(r"[A-Za-z0-9\-._~]", plain) else found[0].upper()

    return re.sub(r"%([0-9A-Fa-f]{2})", settled, text)


def _form_value(text: str) -> Any:
    """A value of a form; one that is a JSON object or array, as such."""
    plain = unquote(text.replace("+", " "))
    if plain[:1] in ("{", "["):
        try:
            return _loaded(plain.encode())
        except ValueError:
            return normal(text)
    return normal(text)


def _by_name(pairs: list[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Values by name: their order counts where they have one name."""
    found: dict[Any, list[Any]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _loaded(text: bytes) -> Any:
    return json.loads(text)


def _form(media: DescribedMedia, value: Any) -> Iterator[str]:
    if not isinstance(value, dict):
        raise Undefined("a form of what is no object")
    for name, member in value.items():
        said = media.encoding.get(name, {})
        if "style" in said or "explode" in said:
            for key, text in query_pairs(_as_parameter(name, said), member):
                yield f"{key}={text}"
            continue
        is_json = kind_of(said.get("contentType", "")) == "json"
        for item in member if isinstance(member, list) and not is_json else [member]:
            if isinstance(item, list) and not is_json:
                raise Undefined("an array inside an array of a form")
            text = (
                json_text(item) if is_json or isinstance(item, dict) else scalar(item)
            )
            yield f"{quote(name, safe='')}={quote(text, safe='')}"


def _as_parameter(name: str, said: dict[str, Any]) -> DescribedParameter:
    """A field of a form that is written like a parameter of a query."""
    style = said.get("style", "form")
    return DescribedParameter(
        name=name,
        place="query",
        style=style,
        explode=said.get("explode", style == "form") is True,
        reserved=False,
        required=False,
        schema=None,
    )


def _only_form_data(media: DescribedMedia, value: Any) -> None:
    if media.essence != "multipart/form-data":
        raise Undefined(f"{media.essence}, whose parts have no names before 3.2")
    if not isinstance(value, dict):
        raise Undefined("multipart/form-data of what is no object")
    for name in value:
        said = media.encoding.get(name, {})
        if "style" in said or "explode" in said:
            raise Undefined("style in multipart/form-data, ignored before 3.1")


def _parts(
    media: DescribedMedia, value: Any, is_binary: IsBinary
) -> Iterator[tuple[str, bytes, str, bool]]:
    """Name, content, media type (or none), and whether it is a file, of each part."""
    for name, member in value.items():
        declared = media.encoding.get(name, {}).get("contentType", "")
        only = "" if "," in declared or "*" in declared else declared
        for item in member if isinstance(member, list) else [member]:
            if isinstance(item, list):
                raise Undefined("an array inside an array of a form")
            if isinstance(item, dict) or kind_of(only) == "json":
                yield name, json_text(item).encode(), only or "application/json", False
            elif is_binary(name):
                file = only or "application/octet-stream"
                yield name, scalar(item).encode(), file, True
            else:
                yield name, scalar(item).encode(), only, False


def _part(name: str, content: bytes, media_type: str, is_file: bool) -> bytes:
    """One part (RFC 7578, section 4.2)."""
    shown = name.replace('"', "%22")
    file = '; filename="file"' if is_file else ""
    lines = [f"--{BOUNDARY}", f'Content-Disposition: form-data; name="{shown}"{file}']
    if media_type:
        lines.append(f"Content-Type: {media_type}")
    return "\r\n".join([*lines, "", ""]).encode() + content + b"\r\n"


def _taken_apart(body: bytes, boundary: str) -> Iterator[tuple[str, Any]]:
    """Name and content of each part; content that is JSON, as such."""
    delimiter = b"\r\n--" + boundary.encode()
    for part in (b"\r\n" + body).split(delimiter)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        name = re.search(r'[; ]name="([^"]*)"', head.decode())
        said = re.search(r"content-type: *([^\r]+)", head.decode(), re.IGNORECASE)
        is_json = said is not None and kind_of(said[1]) == "json"
        value = _loaded(content) if is_json else content
        yield name[1] if name else "", value


def _framed(item: Any, kind: str) -> bytes:
    match kind:
        case "records":
            return b"\x1e" + json_text(item).encode() + b"\n"
        case "events":
            if not isinstance(item, dict):
                raise Undefined("an event that is no object")
            lines = [
                f"{name}: {line}"
                for name, value in item.items()
                for line in scalar(value).split("\n")
            ]
            return ("\n".join(lines) + "\n\n").encode()
    return json_text(item).encode() + b"\n"


def _unframed(body: bytes, kind: str) -> list[bytes]:
    """The JSON text of each item; of an event, an object of its fields."""
    if kind != "events":
        mark = b"\x1e" if kind == "records" else b"\n"
        return [part for part in body.split(mark) if part.strip()]
    events: list[bytes] = []
    for block in body.decode().split("\n\n"):
        event: dict[str, str] = {}
        for line in block.split("\n") if block else ():
            name, _, value = line.partition(": ")
            event[name] = f"{event[name]}\n{value}" if name in event else value
        if event:
            events.append(json.dumps({**event, "data": _content(event)}).encode())
    return events


def _content(event: dict[str, str]) -> Any:
    """The data of an event: JSON, however it is spelled, or else text."""
    try:
        return json.loads(event.get("data", ""))
    except ValueError:
        return event.get("data")
