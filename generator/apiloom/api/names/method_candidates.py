"""What a method could be called: an `operationId` without what says nothing.

Frameworks put together ids of what they know anyway, and people repeat the tag in them:
`read_item_items__item_id__get`, `PetController_findAll`, `getPetById` below `pets`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from apiloom.api.ir import Incoming, Operation
from apiloom.api.names.word_forms import same_word
from apiloom.core.identifiers import Identifier, snake_name
from apiloom.core.text import reveal
from apiloom.core.words import words_of

_HTTP_METHODS: Final = "get|put|post|delete|options|head|patch|trace|query"
_NO_WORD: Final = re.compile(r"\W")
_METHOD_AT_END: Final = re.compile(rf"_(?:{_HTTP_METHODS})$")
_CONTROLLER: Final = re.compile(r"\b(?:[A-Z]\w*?)??Controller[_.@:#/\\]+(?=[^\W\d_])")
_USING: Final = re.compile(rf"_?[Uu]sing_?(?:{_HTTP_METHODS.upper()})(?:_[0-9]+)?$")
_NUMBER: Final = re.compile(r"_[0-9]+$")
_SEPARATORS: Final = re.compile(r"[./:]+")
_PREPOSITIONS: Final = frozenset(
    {
        *("and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or"),
        *("per", "to", "via", "with"),
    }
)
"""What stands before a noun that belongs to it: `add_pet_to_store` keeps its store."""
_MOST_LETTERS: Final = 3
"""By which singular and plural differ: `child`, `children`."""
_MOST_REPEATED: Final = 4
_MOST_WORDS: Final = 12
"""In the name of a resource."""


def candidates(
    operation: Operation, resource: str, known_ids: Collection[str]
) -> tuple[Identifier, ...]:
    """Names for a method of a `resource`, the one that a person would choose first.

    `known_ids` are those of the whole document. Without an id the name is that of
    method and path.
    """
    whole = operation_basis(operation)
    texts = [whole]
    if operation.operation_id is not None:
        owner = words_of(resource)
        plain = framework_free(operation, known_ids, owner)
        texts = [*reversed(list(_shortened(plain, owner))), plain, whole]
    names = (snake_name(text, "operation") for text in texts)
    return tuple(dict.fromkeys(names))


def operation_basis(operation: Operation) -> str:
    """An operation's id, or else its method and path."""
    if operation.operation_id is not None:
        return reveal(operation.operation_id)
    return f"{operation.method.lower()} {reveal(operation.path)}"


def incoming_basis(operation: Incoming) -> str:
    """What an operation of a webhook or callback is named after, if it has an id."""
    return "" if operation.operation_id is None else reveal(operation.operation_id)


def framework_free(
    operation: Operation, known_ids: Collection[str], owner: tuple[str, ...]
) -> str:
    """An operation's id without what frameworks add to the name of a function.

    FastAPI adds path and method, NestJS puts the controller in front, springfox adds
    `UsingGET_1`; springdoc numbers what has a name that is among the `known_ids`.
    `owner` are the words of the resource.
    """
    text = operation_basis(operation)
    if operation.operation_id is None:
        return text
    text = _without_path(text, operation)
    text = _without_controller(text, operation, owner)
    text = _USING.sub("", text) or text
    unnumbered = _NUMBER.sub("", text)
    return unnumbered if unnumbered in known_ids else text


def _without_path(text: str, operation: Operation) -> str:
    """FastAPI's `name_path_method`, where all but letters and digits is `_`."""
    path = _NO_WORD.sub("_", reveal(operation.path))
    stem = _METHOD_AT_END.sub("", text)
    if stem == text or not stem.endswith(path):
        return text
    return stem.removesuffix(path) or text


def _without_controller(text: str, operation: Operation, owner: tuple[str, ...]) -> str:
    """`PetController_findAll`; `petControllerFindAll` where the pet is tag or path.

    In the latter nothing else says that a controller is no thing of the API's.
    """
    match = _CONTROLLER.search(text)
    if match is not None:
        return text[match.end() :]
    words = words_of(text)
    if "controller" not in words[1:-1]:
        return text
    position = words.index("controller", 1)
    segments = reveal(operation.wire_path).split("/")
    owners = [_uncontrolled(owner), *map(words_of, segments)]
    if any(same_word(words[:position], known) for known in owners):
        return "_".join(words[position + 1 :])
    return text


def _shortened(text: str, owner: tuple[str, ...]) -> Iterator[str]:
    """A name without the words of its resource, once, twice, and so on."""
    for _ in range(_MOST_REPEATED):
        shorter = _without_owner(text, owner)
        if shorter == text:
            return
        yield (text := shorter)


def _without_owner(text: str, owner: tuple[str, ...]) -> str:
    """A name without the words of its resource: first, after the first word, or last.

    They go only where a name is left. In a name of several parts
    (`compute.instances.list`) they end what says whose the last part is.
    """
    parts = _SEPARATORS.split(text)
    for position, part in enumerate(parts[:-1]):
        rest = "_".join(parts[position + 1 :])
        if _is_owner(words_of(part), owner) and _is_name(words_of(rest)):
            return rest
    words = words_of(text)
    for start, end in _places(len(words)):
        rest_words = words[:start] + words[end:]
        if not _is_owner(words[start:end], owner) or not _is_name(rest_words):
            continue
        if end == len(words) and words[start - 1] in _PREPOSITIONS:
            continue
        return "_".join(rest_words)
    return text


def _places(count: int) -> list[tuple[int, int]]:
    """Where the words of a resource may stand in a name of `count` words.

    A name of a hundred words is not looked into at every place.
    """
    longest = min(count - 1, _MOST_WORDS)
    first = [(0, length) for length in range(longest, 0, -1)]
    second = [(1, 1 + length) for length in range(longest, 0, -1)]
    last = [(count - length, count) for length in range(longest, 0, -1)]
    return first + second + last


def _is_owner(words: tuple[str, ...], owner: tuple[str, ...]) -> bool:
    length = sum(map(len, words))
    return any(
        # Singular and plural differ by few letters: most places need no closer look.
        abs(length - sum(map(len, known))) <= _MOST_LETTERS and same_word(words, known)
        for known in {owner, _uncontrolled(owner)}
    )


def _uncontrolled(owner: tuple[str, ...]) -> tuple[str, ...]:
    """Spring's tag `pet-controller` is about pets."""
    return owner[:-1] if owner[-1:] == ("controller",) else owner


def _is_name(words: tuple[str, ...]) -> bool:
    return "_".join(words).isidentifier()
