"""Instances that broke the document when they came: they may go back as they are.

A client that reads such an answer, changes what it is about and sends the whole, has
not made the rest.
"""

from typing import Any
from weakref import WeakValueDictionary

_received: WeakValueDictionary[int, Any] = WeakValueDictionary()


def remember(instance: Any) -> None:
    """The instance was made of an answer that does not keep to its schema."""
    _received[id(instance)] = instance


def is_as_received(instance: object) -> bool:
    """Whether the instance is one of those."""
    return _received.get(id(instance)) is instance
