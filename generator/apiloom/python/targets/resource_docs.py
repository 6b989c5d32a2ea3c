"""What stands first in what is made of a resource, and of an operation."""

from __future__ import annotations

from apiloom.api.resolved_api import NamedOperation, Resource
from apiloom.core.text import reveal
from apiloom.python.syntax.docstring import Doc, Paragraph
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


def operation_texts(named: NamedOperation) -> tuple[Paragraph, ...]:
    """Summary, description and the request line of an operation.

    What only repeats its names, or the other text, is left out.
    """
    operation = named.operation
    said = (operation.summary, operation.description)
    operation_id = operation.operation_id
    names = (named.method, reveal(operation_id) if operation_id else named.constant)
    deprecated = ("Deprecated.",) if operation.deprecated else ()
    line = (f"{operation.method} ", operation.path)
    return (*worth_saying(said, *names), *deprecated, line)
