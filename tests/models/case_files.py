"""Cases of models as Markdown: schemas, the modules they give, values judged by these.

`tests/models/README.md` describes the format. A case is judged by writing it anew: what
apiloom makes of the document, and where the models find the values wrong, is put in the
place of what the file says; the file is right if that changes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import yaml
from pydantic import ValidationError

from apiloom.runtime.server.problem import pointer_of
from tests.weaving import Json, RawJson, Woven, document, weave

FOLDER: Final = Path(__file__).parent / "cases"
VERSION: Final = "3.1.0"
ALONE: Final = "unlike JSON Schema"
_SECTION: Final = re.compile(r"^## (.+)\n", re.MULTILINE)
_FENCE: Final = re.compile(r"```(\w+)\n(.*?)```\n", re.DOTALL)
_VALUES: Final = re.compile(r"`(\w+)`:\n\n```jsonc\n(.*?)```\n", re.DOTALL)
_LINE: Final = re.compile(r"(?P<json>.*?)(?: // (?P<comment>.*))?")
_SCHEMAS: Final = re.compile(r"Schemas(?: of OpenAPI (?P<version>[\d.]+))?")
_PARTS: Final = ("Schemas", "Document", "Models", "Reported", "Accepted", "Refused")


class CaseError(AssertionError):
    """A case that `--update` cannot mend: its author has to."""


@dataclass(frozen=True, slots=True)
class Value:
    """A line of a case: the JSON text of a value, and what its comment says."""

    schema: str
    json: str
    comment: str

    @property
    def differs(self) -> bool:
        """Whether the case says that JSON Schema judges this value otherwise."""
        return ALONE in self.comment


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its file has it: the text below each heading, in order."""

    introduction: str
    sections: dict[str, str]

    @property
    def document(self) -> Json:
        """The OpenAPI document: the schemas in a frame, or members of the whole."""
        for heading, text in self.sections.items():
            written = _SCHEMAS.fullmatch(heading)
            if written or heading == "Document":
                (content,) = (body for kind, body in _FENCE.findall(text))
                members: Any = yaml.safe_load(content)
                version = (written and written["version"]) or VERSION
                if written:
                    return document(version, schemas=members)
                return document(version, **members)
        raise CaseError("a case has a section `Schemas` or `Document`")

    def values(self, heading: str) -> list[Value]:
        """The values that the section says are accepted, or refused."""
        return [
            Value(schema, line["json"].rstrip(), line["comment"] or "")
            for schema, body in _VALUES.findall(self.sections.get(heading, ""))
            for line in map(_LINE.fullmatch, body.splitlines())
            if line is not None
        ]


def parse(text: str) -> Case:
    """A case from the text of its file; a heading that means nothing is refused."""
    introduction, *parts = _SECTION.split(text)
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    for heading in sections:
        if heading not in _PARTS and not _SCHEMAS.fullmatch(heading):
            raise CaseError(f"no section is called `{heading}`")
    for heading in ("Accepted", "Refused"):
        values = sections.get(heading, "")
        if values.count("```") != 2 * len(_VALUES.findall(values)):
            raise CaseError(
                "a block of values is `jsonc`, below the name of its schema"
            )
    if not re.fullmatch(r"# .+\n\n\S.*\n\n", introduction, re.DOTALL):
        raise CaseError("a case begins with a title, and a sentence on what it shows")
    return Case(introduction, sections)


def judge(path: Path, *, update: bool) -> None:
    """Compare a case with what apiloom makes of its document today.

    With `update` the file is rewritten where only what is generated differs: the
    modules, the diagnostics, the places of errors. Raises `AssertionError` without it,
    and `CaseError` in any case where a value is judged otherwise than the file says.
    """
    text = path.read_text("utf-8")
    case = parse(text)
    with weave(case.document, targets=("models",)) as woven:
        today = written(case, woven)
    assert_second_opinion(case)
    if update and today != text:
        path.write_text(today, "utf-8", newline="\n")
        return
    assert text == today, f"{path.name} is out of date: see tests/models/README.md"


def written(case: Case, woven: Woven) -> str:
    """The text of a case with what its package has to say of it."""
    for value in case.values("Accepted"):
        if places := places_of_errors(woven, value):
            raise CaseError(f"{value.schema} refuses {value.json} at {places}")
    sections: dict[str, str] = {}
    for heading, text in case.sections.items():
        if heading in {"Models", "Reported"}:
            continue
        sections[heading] = text
        if heading == "Document" or _SCHEMAS.fullmatch(heading):
            sections["Models"] = "\n" + "\n".join(modules(woven))
            if diagnostics := "".join(reported(woven)):
                sections["Reported"] = f"\n```text\n{diagnostics}```\n\n"
    if "Refused" in sections:
        sections["Refused"] = _VALUES.sub(
            lambda block: _with_places(block, woven), sections["Refused"]
        )
    parts = [f"## {heading}\n{text}" for heading, text in sections.items()]
    return (case.introduction + "".join(parts)).rstrip("\n") + "\n"


def modules(woven: Woven) -> Iterator[str]:
    """Each module with schemas, under its name."""
    for path in sorted(woven.folder.glob("models/*.py")):
        if path.name != "__init__.py":
            source = path.read_text("utf-8")
            yield f"`models/{path.name}`:\n\n```python\n{source}```\n"
    yield ""


def reported(woven: Woven) -> Iterator[str]:
    """Severity, code, pointer and message of each diagnostic, notes too."""
    for item in woven.outcome.diagnostics:
        pointer = item.where.pointer
        yield f"{item.severity.value}[{item.code}] {pointer}\n    {item.message}\n"


def places_of_errors(woven: Woven, value: Value) -> list[str]:
    """JSON pointers where the models find a value wrong, as a server tells them."""
    try:
        woven.read(value.schema, RawJson(value.json))
    except ValidationError as error:
        whole = json.loads(value.json)
        errors = error.errors(include_url=False)
        return list(dict.fromkeys(pointer_of(item["loc"], whole) for item in errors))
    return []


def _with_places(block: re.Match[str], woven: Woven) -> str:
    """A block of refused values, each with the places of its errors."""
    schema, body = block[1], block[2]
    lines: list[str] = []
    for value in Case("", {"Refused": block[0]}).values("Refused"):
        places = places_of_errors(woven, value)
        if not places:
            raise CaseError(f"{schema} accepts {value.json}, which is to be refused")
        _, mark, reason = value.comment.partition(ALONE)
        pointers = ", ".join(place or "the whole" for place in places)
        lines.append(f"{value.json} // {pointers}" + (f"; {mark}{reason}" * bool(mark)))
    return block[0].replace(body, "".join(f"{line}\n" for line in lines))


def assert_second_opinion(case: Case) -> None:
    """Another judge of JSON Schema agrees, save where the case says that it does not.

    Only documents since OpenAPI 3.1 have schemas that are JSON Schema's own.
    """
    whole = case.document
    if whole["openapi"].startswith("3.0"):
        return
    for heading, expected in (("Accepted", True), ("Refused", False)):
        for value in case.values(heading):
            if value.schema not in whole["components"]["schemas"]:
                continue  # a class that apiloom derives, such as `PetInput`
            agrees = second_opinion(whole, value) is expected
            if agrees is value.differs:
                what = "agrees on" if agrees else "does not say the same of"
                raise CaseError(f"JSON Schema {what} {value.json} as {value.schema}")


def second_opinion(whole: Json, value: Value) -> bool:
    """What a validator that knows nothing of apiloom says of a value, formats too."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": f"#/components/schemas/{value.schema}",
        "components": whole["components"],
    }
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    return validator.is_valid(json.loads(value.json))
