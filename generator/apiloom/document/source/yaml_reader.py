"""YAML to a tree, from parser events and without recursion (YAML 1.2.2 section 3.1).

Two things differ from the specification, as everybody expects of OpenAPI documents:
keys are strings, spelled as written (`200:` is "200"), and the merge key `<<` of
YAML 1.1 is honoured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from apiloom.core.location import Pointer, tokens_of
from apiloom.document.source.load_policy import LoadPolicy
from apiloom.document.source.numbers import ScalarError
from apiloom.document.source.reading_outcome import (
    AS_TEXT,
    Parsed,
    Problem,
    RefusedError,
    duplicate_key,
    pointer_to,
    too_deep,
    too_many_nodes,
)
from apiloom.document.source.references import is_index
from apiloom.document.source.tree import Json, JsonObject
from apiloom.document.source.yaml_events import events
from apiloom.document.source.yaml_scalars import (
    MAPPING_TAGS,
    SEQUENCE_TAGS,
    foreign_tag,
    resolve_plain,
    resolve_tagged,
)

_MERGE: Final = "<<"


@dataclass(slots=True)
class _Frame:
    """A container that is still open. `marks` are offsets of its keys or items."""

    container: Json
    anchor: str | None
    start: int
    marks: Any
    key: str | None = None
    merging: bool = False
    merged: list[JsonObject] = field(default_factory=list)
    nodes: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an alias stands for; `key` is its spelling where it can be a key."""

    value: Json
    nodes: int
    height: int
    key: str | None


def read_yaml(text: str, policy: LoadPolicy) -> Parsed | Problem:
    """The tree of a YAML document, or what is wrong with it.

    Aliased containers are shared objects in the tree: whoever changes it in place has
    to copy it first (`apiloom.document.upgrade` does). Problems: `syntax-yaml`,
    `duplicate-key`, `key-not-a-string`, `yaml-tag`, `yaml-alias`, `yaml-merge`,
    `several-documents`, `empty-document`, `number-not-json`, `number-out-of-range`,
    `nesting-too-deep`, `too-many-nodes`.
    """
    builder = _Builder(policy)
    try:
        builder.build(text)
    except RefusedError as refused:
        return refused.problem
    if not builder.finished:
        return Problem("empty-document", "the document is empty", 0)
    return Parsed(builder.root, builder.depth, tuple(builder.problems))


def locate_yaml(text: str, pointers: list[Pointer]) -> dict[Pointer, int]:
    """The offset of each pointer's key or item in a text that has been read before.

    An alias leads to what it stands for. A pointer that names nothing gets the offset
    of the nearest thing above it that exists.
    """
    unlimited = 1 << 62
    builder = _Builder(LoadPolicy(unlimited, unlimited, unlimited))
    builder.places = {}
    builder.build(text)
    return {pointer: _find(builder, builder.places, pointer) for pointer in pointers}


def spell_yaml(text: str, pointers: list[Pointer]) -> dict[Pointer, str]:
    """How scalars without quotes are written, in a text that has been read before.

    Only the pointers of such scalars are in the answer. An alias is spelled as what it
    stands for.
    """
    unlimited = 1 << 62
    builder = _Builder(LoadPolicy(unlimited, unlimited, unlimited))
    builder.spellings = {}
    builder.build(text)
    spelled = {
        pointer: _spelling(builder.root, builder.spellings, pointer)
        for pointer in pointers
    }
    return {pointer: text for pointer, text in spelled.items() if text is not None}


def _spelling(
    root: Json, spellings: dict[int, dict[str, str]], pointer: Pointer
) -> str | None:
    value, spelling = root, None
    for token in tokens_of(pointer):
        spelling = spellings.get(id(value), {}).get(token)
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and is_index(token, len(value)):
            value = value[int(token)]
        else:
            return None
    return spelling


def _find(builder: _Builder, places: dict[int, Any], pointer: Pointer) -> int:
    value, index = builder.root, 0
    for token in tokens_of(pointer):
        marks: Any = places.get(id(value))
        if isinstance(value, dict) and token in value:
            value, index = value[token], marks[token]
        elif isinstance(value, list) and is_index(token, len(value)):
            value, index = value[int(token)], marks[int(token)]
        else:
            break
    return index


def _is_nothing(event: Any) -> bool:
    """What stands after the last '---' of a file that ends there."""
    empty: bool = event.start_mark.index == event.end_mark.index
    return empty and isinstance(event, yaml.ScalarEvent)


class _Builder:
    """Turns events into one tree.

    `places`, when set, keeps the marks by container, and `spellings` how the scalars
    without quotes are written that stand in it.
    """

    def __init__(self, policy: LoadPolicy) -> None:
        self.root: Json = None
        self.finished = False
        self.depth = 0
        self.places: dict[int, Any] | None = None
        self.spellings: dict[int, dict[str, str]] | None = None
        self.problems: list[Problem] = []
        self._policy = policy
        self._total = 0
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored] = {}

    def build(self, text: str) -> None:
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingStartEvent: self._start_mapping,
            yaml.SequenceStartEvent: self._start_sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
        }
        start_event = None
        for event in events(text):
            handler = handlers.get(type(event))
            if isinstance(event, yaml.DocumentStartEvent):
                start_event = event
            elif handler is not None and not self.finished:
                handler(event)
            elif handler is not None and not _is_nothing(event):
                self._second_document(start_event)
                return

    def _second_document(self, event: Any) -> None:
        self._doubt(
            "several-documents",
            "a second YAML document begins here",
            event.start_mark.index,
            "one file holds one document: remove the rest after '---'",
            "only the first is read",
        )

    def _scalar(self, event: Any) -> None:
        index = event.start_mark.index
        text, tag, plain = event.value, event.tag, event.implicit[0]
        try:
            if tag is not None:
                value = resolve_tagged(tag, text)
            else:
                value = resolve_plain(text) if plain else text
        except ScalarError as error:
            if tag is not None or not self._expects_key():
                self._doubt(error.code, str(error), index, error.hint, AS_TEXT)
            value = text
        key = None if value is None else text
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value, 1, 0, key)
        if self._expects_key():
            self._key(key, index, may_merge=plain and tag is None)
        else:
            self._count(1, index)
            self._spell(text if plain and tag is None else None)
            self._put(value, 1, 0, index)

    def _alias(self, event: Any) -> None:
        index = event.start_mark.index
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            inside = any(frame.anchor == event.anchor for frame in self._stack)
            raise self._refused(
                "yaml-alias",
                f"the alias '*{event.anchor[:40]}' "
                + ("stands inside of what it names" if inside else "names no anchor"),
                index,
                (
                    "use $ref for a structure that contains itself"
                    if inside
                    else f"put '&{event.anchor[:40]}' before the value it shall repeat"
                ),
            )
        if self._expects_key():
            self._key(anchored.key, index, may_merge=False)
            return
        self._count(anchored.nodes, index)
        self._check_depth(len(self._stack) + anchored.height, index)
        self._spell(None if isinstance(anchored.value, str) else anchored.key)
        self._put(anchored.value, anchored.nodes, anchored.height, index)

    def _start_mapping(self, event: Any) -> None:
        self._start(event, {}, {}, MAPPING_TAGS)

    def _start_sequence(self, event: Any) -> None:
        self._start(event, [], [], SEQUENCE_TAGS)

    def _start(
        self, event: Any, container: Json, marks: Any, tags: frozenset[str | None]
    ) -> None:
        index = event.start_mark.index
        if event.tag not in tags:
            error = foreign_tag(event.tag)
            code, hint = error.code, error.hint
            self._doubt(code, str(error), index, hint, "the tag is ignored")
        if self._expects_key():
            self._key(None, index, may_merge=False)
        self._count(1, index)
        self._check_depth(len(self._stack) + 1, index)
        if event.anchor is not None:
            # Until it is closed again, an alias of this name would be inside of it.
            self._anchors.pop(event.anchor, None)
        if self.spellings is not None:
            self.spellings[id(container)] = {}
        self._stack.append(_Frame(container, event.anchor, index, marks))

    def _end(self, _event: Any) -> None:
        frame = self._stack.pop()
        if frame.merged:
            self._merge(frame)
        if self.places is not None:
            self.places[id(frame.container)] = frame.marks
        if frame.anchor is not None:
            self._anchors[frame.anchor] = _Anchored(
                frame.container, frame.nodes, frame.height, None
            )
        self._put(frame.container, frame.nodes, frame.height, frame.start)

    def _spell(self, spelling: str | None) -> None:
        """Keep how the next value of the innermost container is written."""
        if self.spellings is None or spelling is None or not self._stack:
            return
        frame = self._stack[-1]
        key = str(len(frame.container)) if frame.key is None else frame.key
        self.spellings[id(frame.container)][key] = spelling

    def _put(self, value: Json, nodes: int, height: int, index: int) -> None:
        """Place a finished value in the innermost open container."""
        if not self._stack:
            self.root, self.depth, self.finished = value, height, True
            return
        frame = self._stack[-1]
        frame.nodes += nodes
        frame.height = max(frame.height, height + 1)
        if frame.key is None:
            frame.container.append(value)
            frame.marks.append(index)
            return
        if frame.merging:
            frame.merged += self._merge_sources(value, index)
        else:
            frame.container[frame.key] = value
        frame.key, frame.merging = None, False

    def _expects_key(self) -> bool:
        if not self._stack:
            return False
        frame = self._stack[-1]
        return frame.key is None and isinstance(frame.container, dict)

    def _key(self, key: str | None, index: int, *, may_merge: bool) -> None:
        frame = self._stack[-1]
        if key is None:
            raise self._refused(
                "key-not-a-string",
                "a key must be a string",
                index,
                "quote the key; null, arrays and objects cannot be keys",
            )
        if key in frame.marks:
            earlier = frame.marks[key]
            self.problems.append(
                duplicate_key(key, index, earlier, pointer_to(self._stack))
            )
        frame.key = key
        frame.merging = may_merge and key == _MERGE
        frame.marks[key] = index

    def _merge_sources(self, value: Json, index: int) -> list[JsonObject]:
        sources = value if isinstance(value, list) else [value]
        if all(isinstance(source, dict) for source in sources):
            return sources
        raise self._refused(
            "yaml-merge",
            "the merge key '<<' needs a mapping or a list of mappings",
            index,
            "quote the key if it is not meant to merge anything",
        )

    def _merge(self, frame: _Frame) -> None:
        """Own keys win, then earlier sources (https://yaml.org/type/merge.html)."""
        own, own_marks = frame.container, frame.marks
        entries: JsonObject = {}
        marks: dict[str, int] = {}
        for source in reversed(frame.merged):
            entries.update(source)
            if self.places is not None:
                marks.update(self.places[id(source)])
        if self.spellings is not None:
            self._merge_spellings(frame, {**entries, **own})
            return
        frame.container = {**entries, **own}
        frame.marks = {**marks, **own_marks}

    def _merge_spellings(self, frame: _Frame, merged: JsonObject) -> None:
        """The same for spellings: a key has that of whoever gives it its value."""
        assert self.spellings is not None, "asked for"
        spelled: dict[str, str] = {}
        for source in (*reversed(frame.merged), frame.container):
            spellings = self.spellings[id(source)]
            for key in source:
                spelled.pop(key, None)
            spelled |= spellings
        frame.container = merged
        self.spellings[id(merged)] = spelled

    def _count(self, nodes: int, index: int) -> None:
        self._total += nodes
        if self._total > self._policy.max_nodes:
            raise too_many_nodes(self._policy, index, pointer_to(self._stack))

    def _check_depth(self, depth: int, index: int) -> None:
        if depth > self._policy.max_depth:
            raise too_deep(self._policy, index, pointer_to(self._stack))

    def _doubt(
        self, code: str, message: str, index: int, hint: str, fallback: str
    ) -> None:
        """Record a problem after which the reader goes on."""
        pointer = pointer_to(self._stack)
        problem = Problem(code, message, index, pointer, hint, fallback=fallback)
        self.problems.append(problem)

    def _refused(self, code: str, message: str, index: int, hint: str) -> RefusedError:
        return RefusedError(
            Problem(code, message, index, pointer_to(self._stack), hint)
        )
