"""What is wrong with a value, and where."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, NoReturn

from ..codec_contract import MOST_REFUSALS

ASSERTED = "json_schema"
"""The type of error for a value of the right type that breaks another keyword."""
_MOST_SHOWN = 20


class Flaw(NamedTuple):
    """What is wrong at one place of a value."""

    location: tuple[str | int, ...]
    type: str
    message: str
    input: Any


class RefusedError(Exception):
    """What a reader or a writer finds wrong, from where it stands."""

    def __init__(self, flaws: list[Flaw]) -> None:
        super().__init__(flaws)
        self.flaws = flaws

    def below(self, step: str | int) -> list[Flaw]:
        """The same from one step further up."""
        return [flaw._replace(location=(step, *flaw.location)) for flaw in self.flaws]


def refuse(type_: str, message: str, value: object) -> NoReturn:
    """Refuse a value where it stands."""
    raise RefusedError([Flaw((), type_, message, value)])


def all_items(items: Iterable[Any], change: Callable[[Any], Any]) -> list[Any]:
    """Items, all changed alike; all that is refused, with places."""
    changed: list[Any] = []
    rest = iter(items)
    try:
        for item in rest:
            changed += [change(item)]
    except RefusedError as error:
        flaws = error.below(len(changed))
    else:
        return changed
    for index, item in enumerate(rest, len(changed) + 1):
        try:
            change(item)
        except RefusedError as error:
            flaws += error.below(index)
        if len(flaws) >= MOST_REFUSALS:
            break
    raise RefusedError(flaws)


def each_item(
    items: Iterable[Any], changes: Iterable[Callable[[Any], Any]]
) -> list[Any]:
    """The same for items that are changed by a function each."""
    changed: list[Any] = []
    flaws: list[Flaw] = []
    for index, (item, change) in enumerate(zip(items, changes, strict=False)):
        try:
            changed += [change(item)]
        except RefusedError as error:
            flaws += error.below(index)
            if len(flaws) >= MOST_REFUSALS:
                break
    if flaws:
        raise RefusedError(flaws)
    return changed


def each_member(
    members: Mapping[str, Any], change: Callable[[Any], Any]
) -> dict[str, Any]:
    """The same for the members of an object, all changed alike."""
    changed: dict[str, Any] = {}
    flaws: list[Flaw] = []
    for key, member in members.items():
        try:
            changed[key] = change(member)
        except RefusedError as error:
            flaws += error.below(key)
            if len(flaws) >= MOST_REFUSALS:
                break
    if flaws:
        raise RefusedError(flaws)
    return changed


class ValidationError(ValueError):
    """A value is not of its type.

    `title` says which type that is. `errors` lists what is wrong as pydantic does.
    """

    def __init__(self, title: str, flaws: Iterable[Flaw]) -> None:
        self.title = title
        self.flaws = tuple(flaws)
        super().__init__(title, self.flaws)

    def error_count(self) -> int:
        """In how many places something is wrong."""
        return len(self.flaws)

    def errors(
        self,
        *,
        include_url: bool = True,
        include_context: bool = True,
        include_input: bool = True,
    ) -> list[dict[str, Any]]:
        """Dictionaries with `type`, `loc`, `msg`, and `input` unless it is left out.

        There is no address and no context in any case.
        """
        del include_url, include_context
        return [
            {
                "type": flaw.type,
                "loc": flaw.location,
                "msg": flaw.message,
                **({"input": flaw.input} if include_input else {}),
            }
            for flaw in self.flaws
        ]

    def __str__(self) -> str:
        """What is wrong, line by line, without the values, which can be secret."""
        count = len(self.flaws)
        lines = [f"{count} error{'s' * (count != 1)} for {self.title}"]
        for flaw in self.flaws[:_MOST_SHOWN]:
            place = ".".join(map(str, flaw.location))
            lines.append(f"{place}: {flaw.message}" if place else flaw.message)
        if count > _MOST_SHOWN:
            lines.append(f"and {count - _MOST_SHOWN} more")
        if is_partial(self):
            lines.append("Reading stopped early: there may be more")
        return "\n  ".join(lines)


def is_partial(error: ValidationError) -> bool:
    """Whether more may be wrong than the error has: reading stops at a hundred."""
    return len(error.flaws) >= MOST_REFUSALS


class UnwritableError(ValueError):
    """A value cannot be written as its type says."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(flaws)
        places = (
            (
                f"{'.'.join(map(str, flaw.location))}: {flaw.message}"
                if flaw.location
                else flaw.message
            )
            for flaw in self.flaws[:_MOST_SHOWN]
        )
        super().__init__("; ".join(places))
