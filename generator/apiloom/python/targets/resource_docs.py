"""What stands first in everything that is made of a resource."""

from __future__ import annotations

from apiloom.api.resolved_api import Resource
from apiloom.python.syntax.docstring import Doc


def resource_doc(resource: Resource) -> Doc:
    """The description of a tag, else its name; a name may be blank."""
    described = Doc((resource.description or resource.tag,))
    return described or Doc((resource.tag,)) or Doc(("Operations of a blank tag.",))
