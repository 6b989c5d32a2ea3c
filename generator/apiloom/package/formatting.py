"""Lays Python out as black does, where the render stage has not done so already.

What that stage could not settle are single statements, and black sees them alone: it
lays out one statement after the other, whatever else is in the file. ruff, where it is
asked for, differs in more than these, and sees whole modules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from apiloom.core.diagnostics import BUG, Report
from apiloom.core.workers import share
from apiloom.package import ruff_layout
from apiloom.package.disk import Disk
from apiloom.package.manifest import FileDigests, digest

if TYPE_CHECKING:
    # Not at run time: the package of the render stage brings Jinja along.
    from apiloom.python.render.rendered_file import RenderedFile

WIDTH: Final = 88
NO_FORMATTER: Final = "none"
KEEP_OFF: Final = "\n# fmt: off\n"
"""What tells the user's formatters to leave a module alone, below its first line."""
_STEP: Final = "    "
_WORTH_WORKERS: Final = 20_000
"""Lines; black does some 5,000 a second, and starting the workers costs a second."""


@dataclass(frozen=True, slots=True)
class FinalFile:
    """One file as it will stand on disk, with its digests before and after."""

    path: str
    content: bytes
    digests: FileDigests
    by_user: bool = False
    """Whether a template of the user's has had a part in it."""


def formatter_id(formatter: str = "black") -> str:
    """Name and version of the formatter, such as `black 26.10.1`, or `none`.

    The name alone where it is not installed.
    """
    if formatter == NO_FORMATTER:
        return formatter
    # Imported here for start-up time: it costs 30 ms, black itself 100.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return f"{formatter} {version(formatter)}"
    except PackageNotFoundError:
        return formatter


def finish(
    rendered: Sequence[RenderedFile], disk: Disk, formatter: str, report: Report
) -> tuple[FinalFile, ...]:
    """Format what needs it, in the order given.

    A file is taken from `disk` as it is where the manifest there says that the same
    text and the same formatter made it, and can be trusted to. Without a
    formatter all files are left as they were rendered. Python that a formatter cannot
    read is our bug: `internal-output-invalid`, and the file is left out. A formatter
    that is not installed is `formatter-missing`.
    """
    final: dict[str, bytes] = {}
    waiting: list[RenderedFile] = []
    for file in rendered:
        if not _is_for(formatter, file):
            final[file.path] = file.content
        elif (content := _formatted_before(file, disk, formatter)) is not None:
            final[file.path] = content
        else:
            waiting.append(file)
    if formatter == ruff_layout.NAME:
        hint = "pip install 'apiloom[ruff]', or let formatter be black"
        report.error(
            "formatter-missing", "ruff is not installed", str(disk.root), hint=hint
        )
        return ()
    by_ruff = formatter.startswith(ruff_layout.NAME)
    outcomes = _format_modules(waiting) if by_ruff else _format_all(waiting)
    for file, outcome in zip(waiting, outcomes, strict=True):
        if isinstance(outcome, bytes):
            final[file.path] = outcome
            continue
        message = f"a generated file is not Python: {outcome}"
        if file.by_user:
            hint = "look at your templates"
            report.error("template-failed", message, file.path, hint=hint)
        else:
            report.error("internal-output-invalid", message, file.path, hint=BUG)
    return tuple(
        FinalFile(
            file.path,
            final[file.path],
            FileDigests(digest(file.content), digest(final[file.path])),
            file.by_user,
        )
        for file in rendered
        if file.path in final
    )


def _is_for(formatter: str, file: RenderedFile) -> bool:
    """Whether the formatter has a say in a file; its version does not matter."""
    if formatter.startswith(ruff_layout.NAME):
        return file.path.endswith(ruff_layout.SUFFIXES)
    return bool(file.rough) and formatter != NO_FORMATTER


def _formatted_before(file: RenderedFile, disk: Disk, formatter: str) -> bytes | None:
    manifest = disk.manifest
    if manifest is None or manifest.origin.formatter != formatter:
        return None
    listed = manifest.files.get(file.path)
    if listed is None or listed.rendered != digest(file.content):
        return None
    return disk.unedited(file.path)


def _format_all(files: Sequence[RenderedFile]) -> list[bytes | str]:
    """Each file formatted, or what black says of the first statement it cannot read."""
    lines_by_file = [
        file.content.decode("utf-8").removesuffix("\n").split("\n") for file in files
    ]
    sources = [
        _standing_alone(lines[part.start : part.stop])
        for file, lines in zip(files, lines_by_file, strict=True)
        for part in file.rough
    ]
    formatted = iter(_format_sources(sources))
    outcomes: list[bytes | str] = []
    for file, lines in zip(files, lines_by_file, strict=True):
        judged = [next(formatted) for _ in file.rough]
        complaint = next(
            (outcome for outcome in judged if isinstance(outcome, str)), None
        )
        outcomes.append(complaint or _put_back(lines, file.rough, judged))
    return outcomes


def _format_modules(files: Sequence[RenderedFile]) -> list[bytes | str]:
    """Each file laid out by ruff, or what ruff says of it."""
    headed = {file.path: _Headed.of(file.content.decode("utf-8")) for file in files}
    texts = {path: module.text for path, module in headed.items()}
    formatted = ruff_layout.format_modules(texts, WIDTH)
    return [
        (
            laid_out.complaint
            if isinstance(laid_out := formatted[path], ruff_layout.NotPython)
            else module.restored(laid_out)
        )
        for path, module in headed.items()
    ]


@dataclass(frozen=True, slots=True)
class _Headed:
    """A module without the line that keeps formatters off, and whether it had that."""

    text: str
    is_kept_off: bool

    @classmethod
    def of(cls, text: str) -> _Headed:
        first, keep_off, rest = text.partition(KEEP_OFF)
        if not keep_off or "\n" in first:
            return cls(text, False)
        return cls(f"{first}\n{rest}", True)

    def restored(self, formatted: str) -> bytes:
        """The module as it is written, from what a formatter made of it."""
        if self.is_kept_off:
            formatted = formatted.replace("\n", KEEP_OFF, 1)
        return formatted.encode("utf-8")


def _standing_alone(lines: list[str]) -> bytes:
    """A module of one statement: in blocks that indent it, and with a body."""
    depth = _depth(lines)
    # Blocks of a kind that black has no blank line after, whatever follows.
    head = [f"{_STEP * level}class C:" for level in range(depth)]
    body = [f"{_STEP * (depth + 1)}pass"] if lines[-1].endswith(":") else []
    return "\n".join([*head, *lines, *body, ""]).encode("utf-8")


def _put_back(
    file_lines: list[str], rough: Sequence[range], formatted: Sequence[bytes | str]
) -> bytes:
    """The file with each of its rough parts in the layout that black gave it."""
    lines: list[str] = []
    position = 0
    for part, judged in zip(rough, formatted, strict=True):
        assert isinstance(judged, bytes)
        old = file_lines[part.start : part.stop]
        new = judged.decode("utf-8").removesuffix("\n").split("\n")
        end = len(new) - 1 if old[-1].endswith(":") else len(new)
        lines += [*file_lines[position : part.start], *new[_depth(old) : end]]
        position = part.stop
    return "\n".join([*lines, *file_lines[position:], ""]).encode("utf-8")


def _depth(lines: list[str]) -> int:
    return (len(lines[0]) - len(lines[0].lstrip(" "))) // len(_STEP)


def _format_sources(sources: Sequence[bytes]) -> list[bytes | str]:
    lines = sum(source.count(b"\n") for source in sources)
    # The largest first: one that is begun last would keep the others waiting.
    order = sorted(range(len(sources)), key=lambda index: -len(sources[index]))
    formatted = share(
        format_source,
        [sources[index] for index in order],
        chunk=1,
        worth_it=lines >= _WORTH_WORKERS,
    )
    return [outcome for _, outcome in sorted(zip(order, formatted, strict=True))]


def format_source(source: bytes) -> bytes | str:
    """Format one module; on failure return black's message instead of bytes.

    The mode is fixed: no configuration of the user's can change our output.
    """
    # Imported here for start-up time, and not at all where templates are settled.
    from black import format_str  # noqa: PLC0415
    from black.mode import Mode, TargetVersion  # noqa: PLC0415
    from black.parsing import InvalidInput  # noqa: PLC0415

    mode = Mode(target_versions={TargetVersion.PY311}, line_length=WIDTH)
    try:
        headed = _Headed.of(source.decode("utf-8"))
        return headed.restored(format_str(headed.text, mode=mode))
    except (InvalidInput, UnicodeError, RecursionError) as error:
        return str(error)
