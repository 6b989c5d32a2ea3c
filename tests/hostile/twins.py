"""Makes the harmless twin of a hostile document, and compares their packages."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from apiloom.api.names.field_names import RESERVED_FIELDS
from apiloom.api.resolve import ResolvedApi
from apiloom.core.location import escape_token
from apiloom.python.syntax.pattern_engines import is_plain, is_usable
from apiloom.python.targets.models.named_constants import LONGEST
from tests.hostile.alphabet import as_read
from tests.hostile.document import document
from tests.hostile.markdown import outline
from tests.hostile.oracle import Twins, filled
from tests.hostile.weaving import Woven, weave

_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
_OWN_NAME: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_BASE_URL: Final = re.compile(r"https://[^\s/?#@{}]+(/[^\s?#{}]*)?")
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_URLS: Final = {
    "server.url": "https://host/{}".format,
    "server.variable": "https://{}/".format,
}


@dataclass(frozen=True)
class Case:
    """Texts for slots. `number` tells the markers of one document apart."""

    texts: Mapping[str, str]
    number: Mapping[str, int] = field(default_factory=dict)

    def twin(self) -> tuple[dict[str, str], dict[str, str]]:
        """The text of each slot in the twin, and what stands for which marker."""
        benign: dict[str, str] = {}
        expected: dict[str, str] = {}
        for slot, text in self.texts.items():
            number = self.number.get(slot, 0)
            benign[slot] = _harmless(slot, as_read(text), number, expected)
        return benign, expected


def _harmless(slot: str, text: str, number: int, expected: dict[str, str]) -> str:
    """What a harmless document has in a slot: the same where it makes a difference."""
    marker = f"zq{number:02d}x" if is_own_name(text) else f"zq{number:02d}-x"
    expected[marker] = text
    if slot == "path":
        return _path_like(text, marker, expected)
    if slot in _URLS and not is_base_url(_URLS[slot](text)):
        return _no_base_url(slot, text, marker, expected)
    if slot == "server.variable" and "/" in text:
        # Of what stands for the host, all behind the first slash is path.
        like = f"{marker}h/{marker}p"
        expected |= {like: text, f"{marker}p": text.partition("/")[2]}
        return like
    if slot.startswith("pattern"):
        like = _pattern_like(text, marker)
        expected[like] = text
        return like
    if slot == "parameter.header" and not is_field_name(text):
        expected[f"{marker} field"] = text
        return f"{marker} field"
    return marker


def _no_base_url(slot: str, text: str, marker: str, expected: dict[str, str]) -> str:
    """What is part of no URL either, whatever its variables are, or has one as well."""
    if slot == "server.variable" or is_base_url(_URLS[slot](_TEMPLATE.sub("x", text))):
        return f"{marker}{{unknown}}"
    expected[f"{marker}?x"] = text
    return f"{marker}?x"


def _path_like(text: str, marker: str, expected: dict[str, str]) -> str:
    """A template with as many variables, and with a fragment where `text` has one."""
    wire = on_the_wire(text)
    names = dict.fromkeys(_TEMPLATE.findall(wire))
    inner = [f"{marker}n{index}" for index in range(len(names))]
    expected.update(zip(inner, names, strict=True))
    if wire == text and not names:
        return marker
    whole = f"{marker}w" + "".join(f"{{{variable}}}" for variable in inner)
    expected[whole] = wire
    if wire == text:
        return whole
    written = whole + "#fragment"
    if query := text.partition("#")[0].partition("?")[2]:
        expected[f"{marker}q"] = query
        written = f"{whole}?{marker}q"
    expected[written] = text
    return written


def on_the_wire(path: str) -> str:
    """A path template without the query and the fragment that people write after it."""
    return re.sub(r"\{[?#&][^{}]*\}", "", path).partition("#")[0].partition("?")[0]


def _pattern_like(text: str, marker: str) -> str:
    """A pattern that is enforced as `text` is: by pydantic, by the runtime, or not."""
    if not is_usable(text):
        return f"({marker}"
    if len(text) > LONGEST:
        marker += "x" * LONGEST  # what is long has a name
    return marker if is_plain(text) else f"{marker}\\d"


def is_base_url(url: str) -> bool:
    """Whether a client can take this for the place where the API is."""
    return _BASE_URL.fullmatch(url) is not None


def is_field_name(text: str) -> bool:
    """Whether a header parameter of this name can be sent (RFC 9110, section 5.1)."""
    return _TOKEN.fullmatch(text) is not None


def is_own_name(text: str) -> bool:
    """Whether a property of this name keeps it in Python, without an alias."""
    return (
        _OWN_NAME.fullmatch(text) is not None
        and len(text) <= 80
        and not keyword.iskeyword(text)
        and text not in RESERVED_FIELDS
    )


@dataclass
class Loom:
    """Weaves documents in a folder of its own; remembers what it made of twins."""

    folder: Path
    _known: dict[str, Woven] = field(default_factory=dict)

    def differences(self, case: Case) -> list[str]:
        """What a hostile document changes that it should not."""
        benign, expected = case.twin()
        twin = self._known_or_new(benign)
        assert not twin.refused, twin.diagnostics
        hostile = weave(document(case.texts), self.folder)
        if hostile.refused:
            return [f"refused: {hostile.refused}"]
        assert twin.resolved is not None
        assert hostile.resolved is not None
        paths = _paths(twin.resolved, hostile.resolved, expected)
        renamed = {paths.get(path, path): path for path in twin.files}
        if renamed.keys() != hostile.files.keys():
            return [f"other files: {sorted(renamed.keys() ^ hostile.files.keys())}"]
        differences: list[str] = []
        for path, after in hostile.files.items():
            before = twin.files[renamed[path]]
            if path.endswith(".py") and after != before:
                differences += Twins(renamed[path], expected).compare(before, after)
        if not Twins("api.md", expected).says_nothing:
            outlines = (outline(each.files["api.md"]) for each in (twin, hostile))
            differences += ["api.md has another outline"] * (len({*outlines}) > 1)
        content = document({slot: as_read(text) for slot, text in case.texts.items()})
        if json.loads(hostile.files["server/openapi.json"]) != content:
            differences.append("the server publishes another document")
        return differences

    def _known_or_new(self, benign: Mapping[str, str]) -> Woven:
        key = json.dumps(benign)
        if key not in self._known:
            self._known[key] = weave(document(benign), self.folder)
        return self._known[key]


def _paths(
    benign: ResolvedApi, hostile: ResolvedApi, expected: Mapping[str, str]
) -> dict[str, str]:
    """Which module of the twin is which module here, where the two differ."""
    paths: dict[str, str] = {}
    for old, new in zip(benign.resources, hostile.resources, strict=True):
        for folder in ("operations", "response_headers", "server", "testing"):
            paths[f"{folder}/{old.module}.py"] = f"{folder}/{new.module}.py"
        before, after = (f"testing/{each.module}" for each in (old, new))
        paths[f"{before}.examples.json"] = f"{after}.examples.json"
    escaped = {marker: escape_token(text) for marker, text in expected.items()}
    modules = hostile.names_by_pointer()
    for pointer, name in benign.names_by_pointer().items():
        module = name.partition(":")[0]
        place = modules.get(filled(pointer, escaped), ":")
        target = place.partition(":")[0]
        paths[f"{module.replace('.', '/')}.py"] = f"{target.replace('.', '/')}.py"
    return paths
