"""`webhooks.scheme(secret)`: how the user says that events are signed."""

from __future__ import annotations

from typing import Final

from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.core.webhook_scheme import WebhookScheme
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    Bare,
    Call,
    Expression,
    Name,
    Parameter,
    Return,
    Signature,
    Subscript,
    Symbol,
    Value,
    builtin,
    either,
    for_checkers,
    runtime,
)
from apiloom.python.targets.client.method_forms import MethodView

_SECRET: Final = Identifier("secret")


def scheme_function(scheme: WebhookScheme) -> MethodView:
    """What gives a scheme for one secret, or for several of which one replaces others.

    Those of Standard Webhooks are text in base64.
    """
    is_standard = scheme.kind == "standard"
    class_ = runtime(
        "signatures", "StandardWebhooks" if is_standard else "HmacSignature"
    )
    one = builtin("str") if is_standard else runtime("signatures", "Secret")
    many = Subscript(Name(Symbol("collections.abc", "Sequence")), (one,))
    keywords = [
        (Identifier(name), _value(said)) for name, said in scheme.options.items()
    ]
    return MethodView(
        None,
        (),
        for_checkers(
            Signature(
                Identifier("scheme"),
                (Parameter(_SECRET, either((one, many))),),
                class_,
            )
        ),
        Doc(
            (
                "How events are signed: for `verify=` of `parse`, `sign=` of senders.",
                "Of several secrets each is accepted, and the first one signs.",
            )
        ),
        Return(Call(class_, (), ((_SECRET, Bare(_SECRET)), *keywords))),
    )


def _value(said: str | float) -> Expression:
    return Value(Text(said) if isinstance(said, str) else said)
