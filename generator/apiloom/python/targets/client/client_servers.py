"""`servers.py`: a function for each server, whose arguments are its variables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apiloom.api.ir import ServerVariable
from apiloom.api.resolved_api import NamedServer, ResolvedApi
from apiloom.core.identifiers import Identifier
from apiloom.python.syntax.docstring import Doc, Section
from apiloom.python.syntax.expression import (
    Attribute,
    Bare,
    Call,
    ClassHeader,
    Expression,
    Mapping,
    Parameter,
    Return,
    Signature,
    Subscript,
    Value,
    builtin,
    runtime,
    typing,
)
from apiloom.python.targets.planned_files import Draft, TemplateFile, ready


@dataclass(frozen=True, slots=True)
class ServerView:
    """A function that returns one server."""

    decorator: Expression
    signature: Signature
    doc: Doc
    result: Return


@dataclass(frozen=True, slots=True)
class ServersView:
    """`servers.py`."""

    doc: Doc
    header: ClassHeader
    class_doc: Doc
    servers: tuple[ServerView, ...]


def plan_servers(api: ResolvedApi) -> Iterator[Draft]:
    """The file, where the document has servers."""
    if not api.servers:
        return
    title = api.spec.info.title
    first = api.servers[0].name
    view = ServersView(
        Doc((("The servers of ", title, "."),)),
        ClassHeader(Identifier("Servers")),
        Doc((f"The servers of the document: `Client(server=Servers.{first}())`.",)),
        tuple(map(_server, api.servers)),
    )
    taken = frozenset({"Servers"})
    path, template = "servers.py", "client/servers.py.jinja"
    yield ready(TemplateFile(path, template, view, "servers", taken))


def _server(named: NamedServer) -> ServerView:
    server = named.server
    pairs = tuple(zip(server.variables, named.arguments, strict=True))
    values = tuple(
        (Value(variable.name), Bare(argument)) for variable, argument in pairs
    )
    type_ = runtime("servers", "Server")
    result = (
        Call(
            Attribute(type_, Identifier("filled")),
            (Value(server.template), Mapping(values)),
        )
        if values
        else Call(type_, (Value(server.template),))
    )
    entries = tuple(
        (str(argument), variable.description)
        for variable, argument in pairs
        if variable.description is not None
    )
    return ServerView(
        builtin("staticmethod"),
        Signature(
            named.name,
            (),
            type_,
            keyword_only=tuple(_parameter(*pair) for pair in pairs),
        ),
        Doc(
            (
                ("`", server.template, "`"),
                "" if server.description is None else server.description,
            ),
            (Section("Args", entries),),
        ),
        Return(result),
    )


def _parameter(variable: ServerVariable, argument: Identifier) -> Parameter:
    """One that has values has no others for type checkers, and the default is one."""
    default = variable.default
    type_: Expression = builtin("str")
    if variable.values:
        listed = dict.fromkeys(variable.values)
        if default is not None:
            listed[default] = None
        type_ = Subscript(typing("Literal"), tuple(map(Value, listed)))
    return Parameter(argument, type_, None if default is None else Value(default))
