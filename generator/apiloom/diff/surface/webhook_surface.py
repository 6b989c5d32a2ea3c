"""Changes of webhooks and callbacks: what is received, and what can be sent.

Events have no names in Python: a signature is that of the event whose name on the wire
is the type of its `name`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from apiloom.diff.surface.call_signatures import Callee, compare_calls
from apiloom.diff.surface.declarations import Signature
from apiloom.diff.surface.surface_change import SurfaceChange, SurfaceKind
from apiloom.diff.surface.surface_package import SurfacePackage

_FILE = "webhooks.py"


def compare_webhooks(
    old: SurfacePackage, new: SurfacePackage
) -> Iterator[SurfaceChange]:
    """What has become of each event, where both packages have a client."""
    yield from _compare("webhooks.parse", _received(old), _received(new))
    sent_before, sent_after = _sent(old), _sent(new)
    # Whether there is such an event is said above.
    both = sent_before.keys() & sent_after.keys()
    yield from _compare(
        "Sender.send",
        {name: sent_before[name] for name in both},
        {name: sent_after[name] for name in both},
    )


def _compare(
    function: str, before: Mapping[str, Signature], after: Mapping[str, Signature]
) -> Iterator[SurfaceChange]:
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        callee = Callee(f"{function}({name})", _FILE)
        if was is not None and now is not None:
            yield from compare_calls(callee, [was], [now])
        else:
            yield callee.one_sided(
                SurfaceKind.METHOD,
                was,
                now,
                added="the event is new",
                removed="the event is gone",
            )


def _received(package: SurfacePackage) -> dict[str, Signature]:
    return _by_event(package.module(_FILE).functions.get("parse", ()))


def _sent(package: SurfacePackage) -> dict[str, Signature]:
    sender = package.module(_FILE).classes.get("Sender")
    return {} if sender is None else _by_event(sender.methods.get("send", ()))


def _by_event(signatures: tuple[Signature, ...]) -> dict[str, Signature]:
    """By the name of the event, quoted; not what takes any."""
    return {
        signature.by_name["name"].type.head.removeprefix("Literal[")[:-1]: signature
        for signature in signatures
        if "name" in signature.by_name and signature.by_name["name"].type.is_text
    }
