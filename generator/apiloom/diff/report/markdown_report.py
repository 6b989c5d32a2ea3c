"""A preview as a comment on a pull request: GitHub's Markdown, within its limit.

Text of a document cannot do more in it than be read: no markup, no HTML, no mention of
a person or an issue, no link. Where it all does not fit, each view has its share, and
what matters least in it is left out and counted; what is there is always closed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from apiloom.core.text import and_more, visible
from apiloom.diff.contract.contract_change import ContractChange, ContractLevel
from apiloom.diff.preview import Preview
from apiloom.diff.report.causes import (
    Cause,
    SurfaceCause,
    by_cause,
    by_surface_cause,
)
from apiloom.diff.report.shared_wording import (
    BREAKS,
    ShownFile,
    contract_counts,
    file_counts,
    shown_files,
    surface_counts,
)
from apiloom.diff.surface.surface_change import SurfaceBreak, SurfaceChange

LIMIT: Final = 65_000
_LONGEST: Final = 400
"""Characters of one piece of text: a declaration can be a thousand members long."""
_FEW_PLACES: Final = 20
"""So many places or names of one cause are shown."""
_SPACE_FOR_ENDS: Final = 120
_SHARES: Final = (50, 30, 20)
"""How many percent contract, Python and files have at least, if they need them."""

_IN_PROSE: Final = re.compile(r"[^\w\s.,;/()'\"=-]|_")
_IN_CODE: Final = re.compile(r"[&<>|\\`*_\[\]~$!#@^]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_MENTION: Final = re.compile(
    r"(?<=[@#])|(?<=://)|(?<=\bwww)(?=\.)|(?<=\b[Gg][Hh])(?=-)"
)
_SHORTCODE: Final = re.compile(r"(?<=:)(?=[\w+-]+:)")
_BREAK: Final = "\u200b"
_TICKS: Final = re.compile(r"`+")

_LEVELS: Final = {
    ContractLevel.BREAKING: "Breaking",
    ContractLevel.RISKY: "Risky",
    ContractLevel.COMPATIBLE: "Compatible",
    ContractLevel.DOCUMENTATION: "Documentation",
}
_OPEN: Final = frozenset({ContractLevel.BREAKING, SurfaceBreak.CODE})


@dataclass(slots=True)
class _Group:
    """Items under one heading: those that fit, and a count of the others."""

    title: str
    items: Sequence[str]
    unfolded: bool = False
    counted: bool = True
    """Whether it is said where nothing of it fits."""
    total: int = 0
    """How many changes the items tell of, where that is not one each."""
    shown: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many changes there are."""
        return self.total or len(self.items)

    @property
    def reserved(self) -> int:
        """What it takes to say that nothing fits."""
        return len(self._nothing()) if self.items and self.counted else 0

    def take(self, space: int) -> int:
        """Keep as many more items as fit; what is left of the space.

        What `reserved` says is not part of the space.
        """
        left = space
        if not self.shown:
            start, end = self._around()
            left += self.reserved - len(start) - len(end) - _SPACE_FOR_ENDS
        for item in self.items[len(self.shown) :]:
            if len(item) > left:
                break
            self.shown.append(item)
            left -= len(item)
        return left if self.shown else space

    def text(self) -> str:
        """The group, closed."""
        if not self.items:
            return ""
        if not self.shown:
            return self._nothing()
        start, end = self._around()
        more = len(self.items) - len(self.shown)
        rest = f"\n… and {more:,} more\n" if more else ""
        return f"{start}{''.join(self.shown)}{rest}{end}"

    def _around(self) -> tuple[str, str]:
        heading = f"{self.title} ({self.number:,})"
        if self.unfolded:
            return f"**{heading}**\n\n", "\n"
        start = f"<details><summary><b>{heading}</b></summary>\n\n"
        return start, "\n</details>\n\n"

    def _nothing(self) -> str:
        return f"**{self.title} ({self.number:,})**: too long to be shown here\n\n"


def as_markdown(previews: Sequence[Preview], limit: int = LIMIT) -> str:
    """One comment for all previews, of no more than `limit` characters (at least 5,000
    for each)."""
    text = ""
    for number, preview in enumerate(previews):
        # What one does not need is for those after it.
        text += _preview_text(preview, (limit - len(text)) // (len(previews) - number))
    return text or "No document to compare.\n"


def _preview_text(preview: Preview, limit: int) -> str:
    files = shown_files(preview)
    contract = _contract(preview)
    surface = _surface(preview)
    listed = _Group("All files", [_file_line(file) for file in files])
    diffs = [_Group(code(file.path), [_fenced(file)], counted=False) for file in files]
    head = _head(preview, files)
    headings = ("### Contract\n\n", "### Python\n\n", "### Files\n\n")
    worst = [*contract[:2], *surface[:2]]
    by_weight = [*worst, *contract[2:], *surface[2:], listed]
    space = limit - len(head) - sum(map(len, headings)) - _SPACE_FOR_ENDS
    # What is not shown still has to be counted; diffs are counted together.
    space -= sum(group.reserved for group in by_weight)
    space_of_all = space
    shares = zip((contract[:2], surface[:2], [listed]), _SHARES, strict=True)
    for groups, percent in [*shares]:
        share = space_of_all * percent // 100
        left = share
        for group in groups:
            left = group.take(left)
        space -= share - left
    for group in (*by_weight, *diffs):
        space = group.take(space)
    shown = [group for group in diffs if group.shown]
    parts = [head]
    if preview.contract:
        parts += [headings[0], *(group.text() for group in contract)]
    if preview.surface:
        parts += [headings[1], *(group.text() for group in surface)]
    if files:
        parts += [headings[2], listed.text(), *(group.text() for group in shown)]
        if len(shown) < len(diffs):
            parts.append(f"{len(diffs) - len(shown):,} diffs are too long for here\n")
    return "".join(parts)


def _head(preview: Preview, files: Sequence[ShownFile]) -> str:
    lines = [f"## {code(preview.old)} → {code(preview.new)}", ""]
    if preview.exit_code:
        lines.append("**There is nothing to compare**: a document cannot be used.")
    if preview.contract is not None:
        lines.append(f"- **Contract**: {contract_counts(preview)}")
    if preview.surface is not None:
        lines.append(f"- **Python**: {surface_counts(preview)}")
    if preview.files is not None:
        lines.append(f"- **Files**: {plain(file_counts(files))}")
    return "\n".join([*lines, "", ""])


def _contract(preview: Preview) -> list[_Group]:
    causes = by_cause(preview.listed_contract)
    groups = [
        _group(
            title,
            [
                cause
                for cause in causes
                if cause.first.level is level and not cause.first.accepted
            ],
            level in _OPEN,
        )
        for level, title in _LEVELS.items()
    ]
    accepted = [cause for cause in causes if cause.first.accepted]
    return [*groups, _group("Accepted", accepted, unfolded=False)]


def _group(
    title: str, causes: Sequence[Cause | SurfaceCause], unfolded: bool
) -> _Group:
    """Causes under one heading, which has the number of their changes."""
    total = sum(len(cause.changes) for cause in causes)
    items = [
        _cause(cause) if isinstance(cause, Cause) else _surface_cause(cause)
        for cause in causes
    ]
    return _Group(title, items, unfolded, total=total)


def _cause(cause: Cause) -> str:
    named, more = cause.operations_felt
    operations = f"{', '.join(map(code, named))}{more} " if named else ""
    rule, accepted = code(cause.first.rule), _accepted(cause.first)
    line = f"- {operations}{plain(cause.sentence)} <sub>{rule}"
    hits = [*cause.hits]
    if not hits:
        return f"{line} {code(cause.places)}</sub>{accepted}\n"
    return f"{line}</sub>{accepted}{_folded('places', hits)}\n"


def _folded(what: str, lines: Sequence[str]) -> str:
    """The first lines of a list, folded below how many there are."""
    shown = "<br>".join(map(code, lines[:_FEW_PLACES]))
    rest = and_more(len(lines) - _FEW_PLACES)
    head = f"<summary>{len(lines):,} {what}</summary>"
    return f"<details>{head}{shown}{rest}</details>"


def _surface(preview: Preview) -> list[_Group]:
    causes = by_surface_cause(preview.listed_surface)
    groups = [
        _group(
            words.capitalize(),
            [
                cause
                for cause in causes
                if cause.first.breaks is kind and not cause.first.accepted
            ],
            kind in _OPEN,
        )
        for kind, words in BREAKS.items()
    ]
    accepted = [cause for cause in causes if cause.first.accepted]
    return [*groups, _group("Accepted", accepted, unfolded=False)]


def _surface_cause(cause: SurfaceCause) -> str:
    change = cause.first
    texts = " → ".join(code(text) for text in cause.declarations if text)
    names, more = cause.named
    sentence = f"{plain(change.sentence)}{_accepted(change)}"
    line = f"- {', '.join(map(code, names))}{more}: {sentence}"
    whole = _folded("names", cause.names) if more else ""
    return f"{line}<br>{texts}{whole}\n" if texts else f"{line}{whole}\n"


def _accepted(change: ContractChange | SurfaceChange) -> str:
    return f"<br>accepted: {plain(change.accepted)}" if change.accepted else ""


def _file_line(file: ShownFile) -> str:
    return f"- {file.state} {code(file.path)} {plain(file.counts)}\n"


def _fenced(file: ShownFile) -> str:
    """A diff between fences longer than any run of backticks in it."""
    longest = max((len(run) for run in _TICKS.findall(file.diff)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = (visible(line, keep="\t") for line in file.diff.split("\n"))
    return f"{fence}diff\n{chr(10).join(lines).rstrip(chr(10))}\n{fence}\n"


def code(text: str) -> str:
    """Text as code, in which GitHub looks for nothing."""
    return f"<code>{_IN_CODE.sub(_entity, visible(_cut(text)))}</code>"


def plain(text: str) -> str:
    """Text as prose: its punctuation is punctuation, and it mentions nobody."""
    broken = _MENTION.sub(_BREAK, visible(_cut(text)))
    return _IN_PROSE.sub(_entity, _SHORTCODE.sub(_BREAK, broken))


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
