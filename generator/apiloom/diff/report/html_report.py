"""A preview as one self-contained page of HTML.

Nothing in it comes from elsewhere, and its Content-Security-Policy lets run just the
script that it holds. Text of a document is escaped by Jinja, which escapes everything
here: what is not, is files of this folder. It can be read without the script. It has no
more than 3 MB: the worst changes first, and a count of what there is no room for.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from apiloom.core.location import Location
from apiloom.core.text import and_more, visible
from apiloom.diff.contract.contract_change import ContractLevel, ContractSide
from apiloom.diff.preview import LEVEL_OF, Preview
from apiloom.diff.report.causes import (
    Cause,
    SurfaceCause,
    by_cause,
    by_surface_cause,
    place,
)
from apiloom.diff.report.page_room import FRAME, LIMIT, Room
from apiloom.diff.report.shared_wording import (
    BREAKS,
    ShownFile,
    contract_counts,
    file_counts,
    shown_files,
    surface_counts,
)
from apiloom.diff.report.side_by_side import MAX_ROWS, Row, marked, rows
from apiloom.diff.surface.surface_change import SurfaceBreak

_HERE: Final = Path(__file__).parent
_ITEM: Final = 500
_FACT: Final = 13
_ROW: Final = 300
"""Bytes of markup around the texts of a change, a fact and a row, at most."""
_MOST_HITS: Final = 200
"""So many lines say where else something happened."""
_SEVERAL: Final = "several operations"
_HARM: Final = {
    SurfaceBreak.CODE: "code",
    SurfaceBreak.TYPES: "type checks",
    SurfaceBreak.NOTHING: "nothing",
}


@dataclass(frozen=True, slots=True)
class _Count:
    number: str
    name: str
    tone: str

    @property
    def is_none(self) -> bool:
        return self.number == "0"


@dataclass(frozen=True, slots=True)
class _Card:
    name: str
    link: str
    counts: tuple[_Count, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """One version of what has changed, what differs in it marked."""

    tone: str
    caption: str
    before: str
    marked: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Item:
    """One change, of the contract or of the surface."""

    level: ContractLevel
    badge: str
    name: str
    sentence: str
    facts: tuple[str, ...]
    tags: str
    sides: tuple[_Side, ...]
    hits: tuple[str, ...]
    operation: str
    cause: str

    @property
    def texts(self) -> Iterator[str]:
        """Everything that is printed of it."""
        yield from (self.level, self.level, self.level, self.badge, self.sentence)
        yield from (self.name, self.tags, self.operation, self.cause, *self.facts)
        yield from self.hits
        for side in self.sides:
            yield from (side.tone, side.caption, side.before, side.marked, side.after)


@dataclass(frozen=True, slots=True)
class _Section:
    name: str
    link: str
    counts: str
    changes: tuple[_Item, ...]
    more: str


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    state: str
    added: str
    removed: str
    rows: tuple[Row, ...]
    more: int


@dataclass(frozen=True, slots=True)
class _Shown:
    """One preview as the templates see it."""

    old: str
    new: str
    failed: bool
    headlines: tuple[str, ...]
    more_headlines: str
    cards: tuple[_Card, ...]
    views: tuple[_Section, ...]
    files: tuple[_File, ...] | None
    files_link: str
    file_counts: str


def as_page(previews: Sequence[Preview]) -> str:
    """The page for all previews."""
    style, script = (_text(f"page.{suffix}") for suffix in ("css", "js"))
    share = (LIMIT - FRAME) // max(len(previews), 1)
    shown = [_shown(preview, number, share) for number, preview in enumerate(previews)]
    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(_HERE),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.jinja").render(
        title=f"API preview: {previews[0].new}" if previews else "API preview",
        style=Markup(style),  # noqa: S704 - a file of this folder
        script=Markup(script),  # noqa: S704 - a file of this folder
        style_hash=_hash(style),
        script_hash=_hash(script),
        previews=shown,
        levels=[str(level) for level in ContractLevel],
        tags=_tags(previews),
        links=_links(shown[0]) if shown else [],
    )


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The source expression for one inline block (Content Security Policy 3, 2.3.1)."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _tags(previews: Sequence[Preview]) -> list[tuple[str, str]]:
    """Every tag, encoded and as it is shown."""
    tags: set[str] = set()
    for preview in previews:
        tags.update(tag for change in preview.contract or () for tag in change.tags)
        tags.update(tag for change in preview.surface or () for tag in change.tags)
    return [(_encoded(tag), visible(tag)) for tag in sorted(tags)]


def _links(shown: _Shown) -> list[tuple[str, str]]:
    """The parts of the page by name."""
    views = [(view.name, view.link) for view in shown.views]
    return views if shown.files is None else [*views, ("Files", shown.files_link)]


def _shown(preview: Preview, number: int, share: int) -> _Shown:
    suffix = f"-{number}" if number else ""
    files = shown_files(preview)
    room = Room(share * 5 // 100)
    said = [visible(item.headline) for item in preview.diagnostics]
    headlines = [line for line in said if room.has(40, (line,))]
    views = tuple(_sections(preview, suffix, room, share))
    room.grow(share * 15 // 100)
    return _Shown(
        visible(preview.old),
        visible(preview.new),
        bool(preview.exit_code),
        tuple(headlines),
        _left_out(len(said) - len(headlines)),
        tuple(_cards(preview, files, suffix)),
        views,
        None if preview.files is None else tuple(_file(file, room) for file in files),
        f"files{suffix}",
        file_counts(files),
    )


def _cards(
    preview: Preview, files: Sequence[ShownFile], suffix: str
) -> Iterator[_Card]:
    if preview.contract is not None:
        levels = preview.levels.items()
        counts = [
            _Count(f"{count:,}", str(level), str(level)) for level, count in levels
        ]
        yield _Card("Contract", f"contract{suffix}", tuple(counts))
    if preview.surface is not None:
        counts = [
            _Count(f"{count:,}", _HARM[kind], str(LEVEL_OF[kind]))
            for kind, count in preview.breaks.items()
        ]
        yield _Card("Python breaks", f"surface{suffix}", tuple(counts))
    if preview.files is not None:
        added, removed = (sum(getattr(file, name) for file in files) for name in _LINES)
        counts = [
            _Count(f"{len(files):,}", "files", "documentation"),
            _Count(f"+{added:,}", "lines", "compatible"),
            _Count(f"-{removed:,}", "lines", "breaking"),
        ]
        yield _Card("Files", f"files{suffix}", tuple(counts))


_LINES: Final = ("added", "removed")


def _sections(
    preview: Preview, suffix: str, room: Room, share: int
) -> Iterator[_Section]:
    if preview.contract is not None:
        causes = by_cause(preview.listed_contract)
        items = [_cause(cause, preview) for cause in causes]
        counts = contract_counts(preview)
        room.grow(share * 50 // 100)
        yield _section("Contract", f"contract{suffix}", counts, items, room)
    if preview.surface is not None:
        items = [*map(_surface, by_surface_cause(preview.listed_surface))]
        counts = surface_counts(preview)
        room.grow(share * 30 // 100)
        yield _section("Python", f"surface{suffix}", counts, items, room)


def _section(
    name: str, link: str, counts: str, items: Sequence[_Item], room: Room
) -> _Section:
    changes = tuple(item for item in items if room.has(_markup_of(item), item.texts))
    return _Section(name, link, counts, changes, _left_out(len(items) - len(changes)))


def _markup_of(item: _Item) -> int:
    return _ITEM + _FACT * (len(item.facts) + len(item.hits))


def _left_out(count: int) -> str:
    """How many are not on the page; empty where all are."""
    return f"{count:,}" if count else ""


def _cause(cause: Cause, preview: Preview) -> _Item:
    change = cause.first
    side = "" if change.side is ContractSide.BOTH else str(change.side)
    named, more = cause.operations_felt
    texts = tuple(_excerpt(where, preview) for where in (change.old, change.new))
    captions = (place(change.old) or "before", place(change.new) or "after")
    return _Item(
        change.level,
        str(change.level),
        visible(", ".join(named) + more),
        visible(cause.sentence),
        _facts(change.accepted, (change.rule, side, *cause.tags)),
        _joined(cause.tags),
        _sides(texts, captions),
        _capped(_hits(cause)),
        visible(change.operation) if len(cause.operations) < 2 else _SEVERAL,
        change.rule,
    )


def _hits(cause: Cause) -> tuple[str, ...]:
    """Where else it happened and whom else it hits, if that is not told already."""
    is_whole = not cause.operations_felt[1]
    return tuple(cause.hits) or (() if is_whole else cause.operations)


def _capped(lines: Sequence[str]) -> tuple[str, ...]:
    """As many lines as anybody reads, and how many more there are."""
    more = and_more(len(lines) - _MOST_HITS).strip()
    shown = (*lines[:_MOST_HITS], *filter(None, [more]))
    return tuple(map(visible, shown))


def _excerpt(where: Location | None, preview: Preview) -> str:
    if where is None:
        return ""
    return preview.excerpts.get(where, "") or f"#{where.pointer}"


def _surface(cause: SurfaceCause) -> _Item:
    change = cause.first
    named, more = cause.named
    operations = tuple(dict.fromkeys(each.operation for each in cause.changes))
    facts = (change.action, change.kind, *operations[:1], *cause.tags)
    return _Item(
        LEVEL_OF[change.breaks],
        BREAKS[change.breaks],
        visible(", ".join(named) + more),
        visible(change.sentence),
        _facts(change.accepted, facts),
        _joined(cause.tags),
        _sides((change.old, change.new), ("before", "after")),
        _capped(cause.names if more else ()),
        visible(change.operation) if len(operations) < 2 else _SEVERAL,
        f"{change.kind} {change.action}",
    )


def _facts(accepted: str, facts: Iterable[str]) -> tuple[str, ...]:
    """What is told of a change beside its sentence; first that it is known."""
    known = (f"accepted: {accepted}",) if accepted else ()
    return tuple(visible(fact) for fact in (*known, *facts) if fact)


def _sides(texts: tuple[str, ...], captions: tuple[str, str]) -> tuple[_Side, ...]:
    old, new = (visible(text, keep="\n\t") for text in texts)
    parts = marked(old, new) if old and new else ((old, "", ""), (new, "", ""))
    present = (bool(old), bool(new))
    return tuple(
        (
            _Side(tone, visible(caption), *part)
            if is_present
            else _Side(f"{tone} gone", caption, "not there")
        )
        for tone, caption, part, is_present in zip(
            ("old", "new"), captions, parts, present, strict=True
        )
    )


def _joined(tags: Sequence[str]) -> str:
    return " ".join(map(_encoded, tags))


def _encoded(tag: str) -> str:
    """A tag without spaces, as the script encodes and decodes it."""
    return quote(tag, safe="!'()*~", errors="replace")


def _file(file: ShownFile, room: Room) -> _File:
    all_rows = rows(file.diff)
    room.has(_ITEM, (file.path, file.state))
    shown = tuple(row for row in all_rows[:MAX_ROWS] if room.has(_ROW, row.texts))
    return _File(
        visible(file.path),
        file.state,
        f"{file.added:,}",
        f"{file.removed:,}",
        shown,
        len(all_rows) - len(shown),
    )
