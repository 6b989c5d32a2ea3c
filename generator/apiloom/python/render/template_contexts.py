"""What each template can use: the views behind it, read off their types.

The names and kinds of what stands here are a promise to users who replace a template.
`VERSION` goes up when one of them changes its meaning or goes.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.scope import Imports
from apiloom.python.targets.client.client_errors import ErrorsView
from apiloom.python.targets.client.client_plan import ClientModuleView, OperationsView
from apiloom.python.targets.client.client_servers import ServersView
from apiloom.python.targets.client.method_forms import MethodView
from apiloom.python.targets.client.operation_descriptors import DescriptorView
from apiloom.python.targets.client.operation_errors import OperationErrorsView
from apiloom.python.targets.client.response_headers import HeadersModuleView
from apiloom.python.targets.client.webhook_plan import WebhooksView
from apiloom.python.targets.lazy_packages import LazyView, StubView
from apiloom.python.targets.models.model_bases import BaseView
from apiloom.python.targets.models.models_plan import (
    AliasView,
    ClassView,
    InputView,
    ModelModuleView,
)
from apiloom.python.targets.server.server_plan import (
    AppView,
    HandlersView,
    SecurityView,
)
from apiloom.python.targets.testing.testing_plan import (
    MockApiView,
    MockModuleView,
    PluginView,
)

VERSION: Final = 3
_VIEWS: Final = "apiloom.python.targets."

CONTEXTS: Final[Mapping[str, Mapping[str, type]]] = {
    "_shared/imports.jinja": {"imports": Imports},
    "client/client.py.jinja": {"view": ClientModuleView, "imports": Imports},
    "client/descriptor.py.jinja": {"descriptor": DescriptorView},
    "client/errors.py.jinja": {"view": ErrorsView, "imports": Imports},
    "client/method.py.jinja": {"method": MethodView},
    "client/operation_errors.py.jinja": {
        "view": OperationErrorsView,
        "imports": Imports,
    },
    "client/operations.py.jinja": {"view": OperationsView, "imports": Imports},
    "client/response_headers.py.jinja": {
        "view": HeadersModuleView,
        "imports": Imports,
    },
    "client/webhooks.py.jinja": {"view": WebhooksView, "imports": Imports},
    "client/servers.py.jinja": {"view": ServersView, "imports": Imports},
    "models/alias.py.jinja": {"item": AliasView},
    "models/base.py.jinja": {"view": BaseView, "imports": Imports},
    "models/class.py.jinja": {"item": ClassView},
    "models/input.py.jinja": {"item": InputView},
    "models/module.py.jinja": {"view": ModelModuleView, "imports": Imports},
    "package/doc.py.jinja": {"view": Doc, "imports": Imports},
    "package/lazy.py.jinja": {"view": LazyView, "imports": Imports},
    "package/stub.pyi.jinja": {"view": StubView, "imports": Imports},
    "server/app.py.jinja": {"view": AppView, "imports": Imports},
    "server/handlers.py.jinja": {"view": HandlersView, "imports": Imports},
    "server/security.py.jinja": {"view": SecurityView, "imports": Imports},
    "testing/mock_api.py.jinja": {"view": MockApiView, "imports": Imports},
    "testing/mocks.py.jinja": {"view": MockModuleView, "imports": Imports},
    "testing/pytest_plugin.py.jinja": {"view": PluginView, "imports": Imports},
}
"""The variables of each template; one that is included has those around it as well."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a template can use.

    `name` is how it is reached, with `[]` for each item of a tuple; `use` is the filter
    that prints it, `test` for a truth, `each` for what is looped over, `view` for what
    has members; `optional` where it may be None, which a test tells.
    """

    name: str
    use: str
    optional: bool
    summary: str


def members(view: type) -> dict[str, Any]:
    """The members of a view by name, with their types."""
    hints = dict(_hints(view))
    for name, value in vars(view).items():
        if isinstance(value, property) and not name.startswith("_"):
            hints[name] = get_type_hints(value.fget).get("return", Any)
    return hints


def options(kind: Any) -> tuple[Any, ...]:
    """The types that a value may have: the members of a union, or the type alone."""
    union = get_origin(kind) in {Union, types.UnionType}
    return get_args(kind) if union else (kind,)


def item_of(kind: Any) -> Any | None:
    """The type of the items of a tuple; None for anything else."""
    arguments = get_args(kind)
    return arguments[0] if get_origin(kind) is tuple and arguments else None


def is_view(kind: Any) -> bool:
    """Whether a template may ask a value of this type for its members."""
    if kind is Imports:
        return True
    return is_dataclass(kind) and kind.__module__.startswith(_VIEWS)


def entries(template: str) -> Iterator[Entry]:
    """Everything that `template` can use, outermost first.

    Raises `KeyError` where there is no such template.
    """
    waiting: list[tuple[str, Any]] = [*CONTEXTS[template].items()][::-1]
    while waiting:
        name, kind = waiting.pop()
        kinds = [option for option in options(kind) if option is not types.NoneType]
        optional = len(kinds) < len(options(kind))
        views = [option for option in kinds if is_view(option)]
        item_type = item_of(kinds[0])
        summary = _summary(views or (kinds if kinds == [Doc] else []))
        yield Entry(name, _use(kinds, views, item_type), optional, summary)
        below = {f"{name}[]": item_type} if item_type is not None else {}
        for view in views:
            below |= {
                f"{name}.{member}": type_ for member, type_ in members(view).items()
            }
        waiting.extend(reversed(below.items()))


def _use(kinds: list[Any], views: list[Any], item_type: Any | None) -> str:
    if item_type is not None:
        return "each"
    if views:
        return "view"
    if kinds == [bool]:
        return "test"
    if kinds == [str]:
        return "include"
    return "doc" if kinds == [Doc] else "code"


def _summary(kinds: list[type]) -> str:
    """The first lines of what types say of themselves."""
    return " ".join((kind.__doc__ or "").split("\n")[0] for kind in kinds)


@cache
def _hints(view: type) -> Mapping[str, Any]:
    hints = get_type_hints(view)
    return {field.name: hints[field.name] for field in fields(view)}
