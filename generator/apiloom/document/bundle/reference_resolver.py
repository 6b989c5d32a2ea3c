"""What a reference names, in whichever document: by pointer, anchor or `$id`."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from urllib.parse import unquote, urldefrag

from apiloom.core.location import Pointer, child, tokens_of
from apiloom.core.text import shown
from apiloom.document.bundle.identities import Identity, identities_of
from apiloom.document.source import Json, SourceDocument
from apiloom.document.source.addresses import named, split_reference
from apiloom.document.source.document_library import Library
from apiloom.document.source.references import Unresolved, is_index, missing, pointer_of

_MAX_HOPS: Final = 1_000


class Target(NamedTuple):
    """A value and where it stands: `(document, pointer)` is its identity.

    `base` is the URI that references inside of it are relative to.
    """

    document: SourceDocument
    pointer: Pointer
    value: Json
    base: str

    @property
    def place(self) -> tuple[str, Pointer]:
        """The identity of the value, to be compared and sorted."""
        return self.document.uri, self.pointer


@dataclass(slots=True)
class Resolver:
    """Follows references across the documents of a library.

    `bases` has the URI of every object that sets one with `$id`, by its `id()`; the
    objects live as long as their documents.
    """

    library: Library
    bases: dict[int, str] = field(default_factory=dict)
    dynamic: dict[str, list[Target]] = field(default_factory=dict)
    _resources: dict[str, Target] = field(default_factory=dict)
    _anchors: dict[tuple[str, str], Target] = field(default_factory=dict)
    _roots: dict[str, Target] = field(default_factory=dict)

    def root(self, document: SourceDocument) -> Target:
        """The document as a whole; what it calls itself is known from now on."""
        if document.uri not in self._roots:
            base = document.address
            identities = identities_of(document)
            own = identities[0].id if identities and not identities[0].tokens else None
            if own is not None:
                base = self._called(own, base, document, "$self")
            target = Target(document, Pointer(""), document.root, base)
            self._roots[document.uri] = self._resources[base] = target
            self._resources.setdefault(document.address, target)
            for identity in identities:
                self._declare(identity, target)
        return self._roots[document.uri]

    def resolve(
        self, reference: str, base: str, owner: SourceDocument
    ) -> Target | Unresolved:
        """The value that `reference` names at a place in `owner` with the URI `base`.

        A value that is itself a reference is not followed, unless the pointer leads
        through it.
        """
        start = self._start(reference, base, owner)
        hops = 0
        while not isinstance(start, Unresolved):
            target, tokens = start
            while tokens:
                below = self._step(target, tokens[0])
                if below is None:
                    break
                tokens.popleft()
                target = below
            if not tokens:
                return target
            hops += 1
            start = self._through(target, tokens, owner, hops)
        return start

    def _start(
        self, reference: str, base: str, owner: SourceDocument
    ) -> tuple[Target, deque[str]] | Unresolved:
        """Where to begin and which way to go from there."""
        document, fragment = split_reference(reference)
        resource = self._resource(document, base, owner)
        if isinstance(resource, Unresolved):
            return resource
        name = unquote(fragment)
        if name and not name.startswith("/"):
            anchor = self._anchor(name, resource)
            if anchor is not None:
                return anchor, deque()
            return Unresolved(
                f"no schema has the anchor {shown(name)}",
                f"write it as '#/components/...', or declare '$anchor: {name:.40}'",
            )
        pointer = pointer_of(f"#{fragment}")
        if isinstance(pointer, Unresolved):
            return pointer
        tokens = deque(tokens_of(pointer))
        if tokens and self._step(resource, tokens[0]) is None:
            # By the letter the pointer is relative to the nearest `$id`, but most who
            # write both mean the whole document.
            whole = self.root(resource.document)
            if self._step(whole, tokens[0]) is not None:
                return whole, tokens
        return resource, tokens

    def _resource(
        self, document: str, base: str, owner: SourceDocument
    ) -> Target | Unresolved:
        if not document:
            return self._resources.get(base) or self.root(owner)
        known = self._resources.get(named(base, document) or "")
        if known is not None:
            return known
        opened = self.library.open(document, owner)
        if isinstance(opened, Unresolved) and base != owner.address:
            # Files that name URLs of theirs lie beside each other, or else at the URLs.
            beside = self.library.open(named(base, document) or document, owner)
            opened = opened if isinstance(beside, Unresolved) else beside
        return opened if isinstance(opened, Unresolved) else self.root(opened)

    def _anchor(self, name: str, resource: Target) -> Target | None:
        target = self._anchors.get((resource.base, name))
        whole = self.root(resource.document)
        return target or self._anchors.get((whole.base, name))

    def _step(self, target: Target, token: str) -> Target | None:
        value = target.value
        if isinstance(value, dict) and token in value:
            below = value[token]
        elif isinstance(value, list) and is_index(token, len(value)):
            below = value[int(token)]
        else:
            return None
        base = self.bases.get(id(below), target.base)
        return Target(target.document, child(target.pointer, token), below, base)

    def _through(
        self, target: Target, tokens: deque[str], owner: SourceDocument, hops: int
    ) -> tuple[Target, deque[str]] | Unresolved:
        """The pointer goes on inside of what a reference on its way leads to."""
        value = target.value
        reference = value.get("$ref") if isinstance(value, dict) else None
        if not isinstance(reference, str):
            problem = missing(value, tokens[0], target.pointer)
            if target.document is owner:
                return problem
            message = (
                f"in {shown(self.library.name(target.document))}, {problem.message}"
            )
            return Unresolved(message, problem.hint)
        if hops > _MAX_HOPS:
            return Unresolved("its pointer leads through references without an end")
        start = self._start(reference, target.base, target.document)
        if not isinstance(start, Unresolved):
            start[1].extend(tokens)
        return start

    def _declare(self, identity: Identity, root: Target) -> None:
        """Remember what a schema calls itself (2020-12 core, section 8.2)."""
        base = root.base
        value = root.value
        for token in identity.tokens:
            value = value[int(token) if isinstance(value, list) else token]
            base = self.bases.get(id(value), base)
        pointer = child(root.pointer, *identity.tokens)
        if identity.id and identity.tokens:
            place = (*identity.tokens, "$id")
            base = self._called(identity.id, base, root.document, *place)
        self.bases[id(value)] = base
        target = Target(root.document, pointer, value, base)
        if identity.id and identity.tokens:
            self._resources.setdefault(base, target)
        for name in identity.anchors:
            self._anchors.setdefault((base, name), target)
        if identity.dynamic is not None:
            self.dynamic.setdefault(identity.dynamic, []).append(target)

    def _called(
        self, own: str, base: str, document: SourceDocument, *tokens: str
    ) -> str:
        """The URI that something gives itself, or `base` if another one has it."""
        joined = named(base, own)
        uri = base if joined is None else urldefrag(joined).url
        if uri == base or uri not in self._resources:
            return uri
        other = self._resources[uri]
        self.library.report.warning(
            "identity-taken",
            f"{shown(own)} is what {shown(self.library.name(other.document))}"
            f"#{other.pointer} is called already",
            document.uri,
            child(Pointer(""), *tokens),
            "this one goes without it; leave it out, or choose another one",
        )
        return base
