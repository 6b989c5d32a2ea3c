"""What stands first in what is made of a resource, and of an operation."""

from __future__ import annotations

from apiloom.api.ir import Operation
from apiloom.api.resolved_api import NamedOperation, Resource
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.docstring import Doc, Paragraph
from apiloom.python.syntax.markdown import brief
from apiloom.python.targets.descriptions import says_more, worth_saying


def resource_doc(resource: Resource) -> Doc:
    """The description of a tag, else its name; a name may be blank."""
    tag = reveal(resource.tag)
    if resource.description and says_more(resource.description, resource.name, tag):
        described = Doc((resource.description,))
        if described:
            return described
    if not tag.strip():
        return Doc(("Operations of a blank tag.",))
    return Doc((("The operations of `", resource.tag, "`."),))


def resource_summary(resource: Resource) -> Text | None:
    """The beginning of the description of a tag, where it says more than the tag."""
    described = resource.description
    if described and says_more(described, resource.name, reveal(resource.tag)):
        return brief(described)
    return None


def operation_summary(named: NamedOperation) -> Text | None:
    """The summary of an operation, or how its description begins."""
    said = worth_saying(_said(named.operation), *_names(named))
    return brief(said[0]) if said else None


def operation_texts(named: NamedOperation) -> tuple[Paragraph, ...]:
    """Summary, description and the request line of an operation.

    What only repeats its names, or the other text, is left out.
    """
    operation = named.operation
    deprecated = ("Deprecated.",) if operation.deprecated else ()
    line = (f"{operation.method} ", operation.path)
    return (*worth_saying(_said(operation), *_names(named)), *deprecated, line)


def _said(operation: Operation) -> tuple[Text | None, ...]:
    return (operation.summary, operation.description)


def _names(named: NamedOperation) -> tuple[str, str]:
    operation_id = named.operation.operation_id
    return named.method, reveal(operation_id) if operation_id else named.constant
