"""Servers of an API, by URL (OpenAPI 3.1, sections 4.8.5 and 4.8.6)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

__all__ = ["Server"]

_VARIABLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Server:
    """Where requests go: a whole URL, or one that is resolved against `base_url`.

    `Servers` of the package has those of the document; this is any other.
    """

    url: str

    @classmethod
    def filled(cls, template: str, variables: Mapping[str, str]) -> Self:
        """The server of a URL with variables in braces, each of which has a value."""
        return cls(_VARIABLE.sub(lambda match: variables[match[1]], template))

    @property
    def is_whole(self) -> bool:
        """Whether the URL needs no other one to be resolved against."""
        return self.url.startswith(("https://", "http://"))
