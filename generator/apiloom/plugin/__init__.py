"""The door for targets of other distributions: all that one needs, and all that is
promised.

A target is an object with `templates`, `version` and `plan` (`TargetPlugin`); an entry
point of the group `apiloom.targets` leads to it. `plan` gets the API as Python will
have it, and gives files: a `TemplateFile` is a module that a template prints from a
view, a `DataFile` anything else. `apiloom.plugin.code` has what views are made of.

`VERSION` counts what is here: within one, names and fields are only added. A target
says by `version` for which it was written, and is refused by any other. What cannot be
imported from here may change at any time.
"""

from __future__ import annotations

from apiloom.api.ir import (
    ApiSpec,
    Encoding,
    Header,
    Incoming,
    Info,
    Link,
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    Response,
    SecurityRequirement,
    SecurityScheme,
    SecurityUse,
    Server,
    Tag,
)
from apiloom.api.resolved_api import (
    ModelModule,
    NamedOperation,
    NamedScheme,
    NamedType,
    OperationLink,
    ResolvedApi,
    Resource,
)
from apiloom.api.schema.shapes import (
    Annotations,
    Anything,
    Array,
    Assertion,
    Constraints,
    Discriminator,
    Enumeration,
    JsonValue,
    Nothing,
    Object,
    Primitive,
    Property,
    Reference,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.identifiers import (
    Identifier,
    class_name,
    constant_name,
    free_name,
    module_name,
    snake_name,
)
from apiloom.core.location import Location, Pointer
from apiloom.core.page_rule import PageRule
from apiloom.core.text import Text, reveal
from apiloom.core.webhook_scheme import WebhookScheme
from apiloom.plugin import code
from apiloom.python.extensions.target_plugins import VERSION, TargetPlugin
from apiloom.python.targets.package_options import PackageOptions
from apiloom.python.targets.planned_files import DataFile, PlannedFile, TemplateFile

__all__ = [
    "VERSION",
    "Annotations",
    "Anything",
    "ApiSpec",
    "Array",
    "Assertion",
    "Constraints",
    "DataFile",
    "Diagnostic",
    "Discriminator",
    "Encoding",
    "Enumeration",
    "Header",
    "Identifier",
    "Incoming",
    "Info",
    "JsonValue",
    "Link",
    "Location",
    "MediaType",
    "ModelModule",
    "NamedOperation",
    "NamedScheme",
    "NamedType",
    "Nothing",
    "Object",
    "Operation",
    "OperationLink",
    "PackageOptions",
    "PageRule",
    "Parameter",
    "PlannedFile",
    "Pointer",
    "Primitive",
    "Property",
    "Reference",
    "Report",
    "RequestBody",
    "ResolvedApi",
    "Resource",
    "Response",
    "Schema",
    "SchemaId",
    "SecurityRequirement",
    "SecurityScheme",
    "SecurityUse",
    "Server",
    "Severity",
    "Tag",
    "TargetPlugin",
    "TemplateFile",
    "Text",
    "Union",
    "WebhookScheme",
    "class_name",
    "code",
    "constant_name",
    "free_name",
    "module_name",
    "reveal",
    "snake_name",
]
