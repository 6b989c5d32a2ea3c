"""Names that an earlier run gave, as a manifest has them: they stay what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shipped:
    """The public names of a package, by what they are for in the document.

    A place is what `ApiSpec.place` says of a schema. `types` maps places to
    `module:Name`, `twins` to the names of dictionaries, `fields` to the fields of
    classes by wire name. `operations` maps `METHOD path` to client method and handler
    method, `arguments` to arguments by location and wire name, such as `query limit`;
    `credentials` maps security schemes to arguments of the client.
    `lists` has the traits of the entries of lists of the document that places lead
    through (`listed_identity`): by them an entry is found again that has moved.
    """

    types: Mapping[str, str] = field(default_factory=dict)
    twins: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    operations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    arguments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    credentials: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
