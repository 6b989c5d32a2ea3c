"""What a mocked operation does with a request, one after another."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..server.reply import Reply
from ..server.wire import Answer

Make: TypeAlias = Callable[[Any], Awaitable[Reply[Any]] | Reply[Any]]
"""What makes a reply of a request; in a thread, unless it is async."""


@dataclass(frozen=True, slots=True)
class Failing:
    """No answer comes: the transport raises this."""

    error: Callable[[], Exception]


Step: TypeAlias = Reply[Any] | Make | Answer | Failing
"""A reply that the document declares, one of any kind, or none."""
