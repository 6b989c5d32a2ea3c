"""Random schemas, and values near them: models judge as JSON Schema does, and write
what they read.

    python -m tests.conformance.differential --values 100000 [--seed N] [--small]
        [--models pydantic|dataclass|msgspec]

Each seed gives a document of some 30 components, and values for each. Differences are
printed with the schemas that they need (`--small`: smaller ones); exits with 1 if there
are any. What differs on purpose stands in `choices.py`.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter

from apiloom.core.model_style import MODEL_STYLES, ModelStyle
from tests.conformance.choices import (
    CHOICES,
    ENCODED_BYTES,
    Choice,
    excused,
    formats_by,
    read_by,
    respelled,
    spelling_of,
)
from tests.conformance.plain_places import PlainPlace
from tests.conformance.random_schemas import SchemaMaker
from tests.conformance.random_values import ValueMaker
from tests.conformance.second_judge import SecondJudge
from tests.conformance.shrinking import reached, shrunk
from tests.shapes import Schema, holder, ref
from tests.weaving import Woven, document, weave

VERSIONS: Final = ("3.1.0", "3.1.0", "3.0.3")
_HELD: Final = "Held"
TRIES: Final = 12
"""Values that are drawn for each component, before their neighbours."""
NEIGHBOURS: Final = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """What came out otherwise than it should, and of what."""

    seed: int
    name: str
    text: str
    kind: str
    schemas: Schema
    detail: str = ""

    def __str__(self) -> str:
        shown = json.dumps(reached(self.schemas, self.name), ensure_ascii=False)
        what = f"seed {self.seed} {self.name}: {self.kind} {self.text} {self.detail}"
        return f"{what}\n    {shown}"


@dataclass(slots=True)
class Tally:
    """What was judged, and what differed."""

    values: int = 0
    accepted: int = 0
    used: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The version of OpenAPI, and whether no types are implied."""

    version: str
    exact: bool


def dialect_of(seed: int) -> Dialect:
    """Those of the document of a seed."""
    return Dialect(VERSIONS[seed % len(VERSIONS)], exact=seed % 2 == 0)


class Trial:
    """One document, generated and judged by both."""

    def __init__(
        self,
        seed: int,
        dialect: Dialect,
        schemas: Schema,
        tally: Tally,
        models: ModelStyle = MODEL_STYLES[0],
    ) -> None:
        self._models: ModelStyle = models
        self._seed = seed
        self._tally = tally
        self._dialect = dialect
        self._schemas = schemas
        self._excused: dict[str, str] = {}

    def run(self, texts: dict[str, list[str]]) -> None:
        """Judge values of components, given as JSON text."""
        held = {
            f"{name}{_HELD}": holder(ref(name), required=False)
            for name in self._schemas
        }
        whole = document(self._dialect.version, schemas=self._schemas | held)
        implied = not self._dialect.exact
        settings: dict[str, Any] = {"implied_types": implied, "models": self._models}
        with weave(whole, targets=("models",), **settings) as woven:
            expected = Expected(self._schemas, woven)
            self._excused = excused(self._schemas, woven.outcome.diagnostics)
            for name, its_texts in texts.items():
                self._judge(name, its_texts, woven, expected)

    def _judge(
        self, name: str, texts: list[str], woven: Woven, expected: Expected
    ) -> None:
        try:
            place = Place if self._models == MODEL_STYLES[0] else PlainPlace
            places = (
                place(woven, getattr(woven.models, name)),
                place(woven, getattr(woven.models, f"{name}{_HELD}"), '{"value": %s}'),
            )
        except Exception as problem:  # noqa: BLE001 - any reason is a difference
            self._differs(name, "null", "does not build", f"{problem!r:.300}")
            return
        for text in texts:
            self._tally.values += 1
            right = expected.accepts(name, json.loads(text), self._tally.used)
            self._tally.accepted += right
            for at in places[text == "null" and places[0].is_class :]:
                for kind, detail in at.wrong(text, right, self._tally.used):
                    if kind.startswith("not ") and expected.refuses_usual(name, text):
                        self._tally.used[ENCODED_BYTES] += 1
                    else:
                        self._differs(name, text, kind, detail)

    def _differs(self, name: str, text: str, kind: str, detail: str) -> None:
        if name in self._excused and kind in ("accepted", "refused"):
            self._tally.used[self._excused[name]] += 1
            return
        difference = Difference(self._seed, name, text, kind, self._schemas, detail)
        self._tally.differences.append(difference)


class Place:
    """A type that holds the values of a component: the component itself, or an object
    that may have one.

    Null is no value of a class, though it may be one wherever the class stands.
    """

    def __init__(self, woven: Woven, type_: Any, around: str = "%s") -> None:
        self._woven = woven
        self._type = type_
        self._around = around
        self._read = reader_of(woven, type_)
        self._adapter = woven.adapter_of(type_)
        self.is_class = isinstance(type_, type) and issubclass(type_, BaseModel)

    def wrong(
        self, text: str, right: bool, used: Counter[str]
    ) -> Iterator[tuple[str, str]]:
        """What comes out otherwise than it should."""
        text = self._around % text
        try:
            value = self._read(text)
        except ValueError as refusal:
            if right:
                yield "refused", f"{refusal!s:.300}"
            return
        if not right:
            yield "accepted", f"{value!r:.100}"
            return
        yield from wrong_ways(self._woven, self._type, self._adapter, value, text, used)


class Expected:
    """What the letter says of a document as apiloom reads it."""

    def __init__(self, schemas: Schema, woven: Woven) -> None:
        self._schemas = schemas
        self._diagnostics = woven.outcome.diagnostics
        self._by_letter = SecondJudge(schemas)
        self._as_read = self._judge_by(CHOICES)
        self._without: dict[str, SecondJudge] = {}

    def _judge_by(self, choices: tuple[Choice, ...]) -> SecondJudge:
        schemas = read_by(choices, self._schemas, self._diagnostics)
        return SecondJudge(schemas, formats_by(choices))

    def accepts(self, name: str, value: object, used: Counter[str]) -> bool:
        """Whether the component has the value; counts the choices that decide it."""
        as_read = self._as_read.accepts(name, value)
        if as_read != self._by_letter.accepts(name, value):
            used.update(
                choice.name
                for choice in CHOICES
                if self._judge_without(choice).accepts(name, value) != as_read
            )
        return as_read

    def refuses_usual(self, name: str, text: str) -> bool:
        """Whether the component refuses the value as its bytes are written."""
        values = respelled(json.loads(text))
        return not all(self._as_read.accepts(name, value) for value in values)

    def _judge_without(self, choice: Choice) -> SecondJudge:
        if choice.name not in self._without:
            others = tuple(each for each in CHOICES if each is not choice)
            self._without[choice.name] = self._judge_by(others)
        return self._without[choice.name]


def try_seed(seed: int, tally: Tally, models: ModelStyle = MODEL_STYLES[0]) -> None:
    """Judge the values of the document of a seed."""
    random, dialect = Random(seed), dialect_of(seed)
    schemas = SchemaMaker(random, dialect.version, exact=dialect.exact).components()
    values = ValueMaker(random, schemas)
    texts = {
        name: list(dict.fromkeys(map(json.dumps, _values_of(schema, values))))
        for name, schema in schemas.items()
    }
    Trial(seed, dialect, schemas, tally, models).run(texts)


def _values_of(schema: Any, values: ValueMaker) -> Iterator[Any]:
    for _ in range(TRIES):
        value = values.value(schema)
        yield value
        for _ in range(NEIGHBOURS):
            yield values.neighbour(value)


def smallest(difference: Difference, models: ModelStyle) -> Difference:
    """A smaller difference of the same kind, of the same component."""
    name, latest = difference.name, difference

    def shows(pair: Any) -> bool:
        nonlocal latest
        if not isinstance(pair, list) or len(pair) < 2 or name not in pair[0]:
            return False
        tally = Tally()
        dialect = dialect_of(difference.seed)
        try:
            trial = Trial(difference.seed, dialect, pair[0], tally, models)
            trial.run({name: [json.dumps(pair[1])]})
        except Exception:  # noqa: BLE001 - no document, or one that cannot be read
            return False
        fitting = [each for each in tally.differences if each.kind == difference.kind]
        latest = fitting[0] if fitting else latest
        return bool(fitting)

    schemas = reached(difference.schemas, name)
    shrunk([schemas, json.loads(difference.text)], shows)
    return latest


def reader_of(woven: Woven, type_: Any) -> Callable[[str], Any]:
    """Reads JSON text as users do."""
    decode_json = woven.package.decode_json
    if isinstance(type_, type) and issubclass(type_, BaseModel):
        decode_json(type_ | None, "null")  # builds the class
        return type_.model_validate_json
    return lambda text: decode_json(type_, text)


def wrong_ways(
    woven: Woven,
    type_: Any,
    adapter: TypeAdapter[Any],
    value: Any,
    text: str,
    used: Counter[str],
) -> Iterator[tuple[str, str]]:
    """The ways to write a value, or to copy it, that do not give the same again."""
    right = json.loads(text)
    ways: dict[str, Callable[[], Any]] = {
        "encode_json": lambda: json.loads(woven.package.encode_json(value, type_)),
        "encode": lambda: woven.package.encode(value, type_),
        "dump_json": lambda: json.loads(adapter.dump_json(value, warnings="error")),
    }
    if isinstance(type_, type) and issubclass(type_, BaseModel):
        ways["to_json"] = lambda: json.loads(value.to_json())
        ways["model_dump_json"] = lambda: json.loads(value.model_dump_json())
        ways["to_dict"] = value.to_dict
    for way, write in ways.items():
        try:
            written = write()
        except Exception as problem:  # noqa: BLE001 - any reason is a difference
            yield f"not written by {way}", f"{problem!r:.300}"
            continue
        spelled = spelling_of(right, written)
        if spelled is None:
            yield f"written otherwise by {way}", json.dumps(written)
        else:
            used.update(spelled)
    copies: dict[str, Callable[[], Any]] = {
        "pickle": lambda: pickle.loads(pickle.dumps(value)),
        "validate_python": lambda: adapter.validate_python(value),
        "dump_python": lambda: adapter.validate_python(adapter.dump_python(value)),
    }
    for way, copied in copies.items():
        try:
            same = copied() == value
        except Exception as problem:  # noqa: BLE001 - any reason is a difference
            yield f"not read back by {way}", f"{problem!r:.300}"
            continue
        if not same:
            yield f"read back otherwise by {way}", f"{copied()!r:.200}"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--values", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0, help="the first one")
    parser.add_argument("--stop", action="store_true", help="at the first difference")
    parser.add_argument("--small", action="store_true", help="shrink what differs")
    parser.add_argument("--models", choices=MODEL_STYLES, default=MODEL_STYLES[0])
    options = parser.parse_args()
    tally = Tally()
    seed = options.seed
    while tally.values < options.values:
        before = len(tally.differences)
        try_seed(seed, tally, options.models)
        shown: set[tuple[str, str]] = set()
        for difference in tally.differences[before:]:
            if (difference.name, difference.kind) not in shown:
                shown.add((difference.name, difference.kind))
                small = options.small and smallest(difference, options.models)
                sys.stdout.write(f"{small or difference}\n")
        if options.stop and tally.differences:
            break
        seed += 1
    seeds = seed - options.seed
    sys.stdout.write(
        f"{tally.values} values of {seeds} documents, {tally.accepted} accepted, "
        f"{len(tally.differences)} different; choices used: {dict(tally.used)}\n"
    )
    return int(bool(tally.differences))


if __name__ == "__main__":
    sys.exit(main())
