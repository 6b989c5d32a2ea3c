"""The one table of keys: judging, the schema for editors and the documentation follow.

To add a setting: a key here, in `DOCUMENT` (and in `CHOICE` for what selects), and
the line of `configured_jobs.py` that takes it into the `Job`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from apiloom.cli.config.change_kinds import AcceptChanges, PathPrefixes, RuleLevels
from apiloom.cli.config.config_place import Place
from apiloom.cli.config.idempotency_rules_kind import IdempotencyRules
from apiloom.cli.config.page_rules_kind import PageRules
from apiloom.cli.config.rename_rules_kind import Renames
from apiloom.cli.config.setting_key import Key, read_table
from apiloom.cli.config.stream_rules_kind import StreamRules
from apiloom.cli.config.type_kinds import Growth, Imported, Types
from apiloom.cli.config.value_kinds import (
    Entries,
    Flag,
    Json,
    Names,
    OneOf,
    PathText,
    Patterns,
    TargetNames,
    Texts,
)
from apiloom.cli.config.webhook_scheme_kind import Scheme
from apiloom.core.enum_style import ENUM_STYLES
from apiloom.core.model_style import MODEL_STYLES
from apiloom.core.name_override import METHOD_STYLES
from apiloom.core.selection import OperationFilter
from apiloom.pipeline.job import FORMATTERS
from apiloom.python.targets.package_options import ALLOF_STYLES

TAGS: Final = Key(
    "tags",
    Patterns(),
    "Operations with one of these tags; `*` stands for any characters.",
    'tags = ["billing", "user-*"]',
    "[]",
)
PATHS: Final = Key(
    "paths",
    Patterns(begins="/"),
    "Operations on these paths; `*` stands for any characters of one step, `**` for "
    "any steps.",
    'paths = ["/v1/**"]',
    "[]",
)
OPERATIONS: Final = Key(
    "operations",
    Patterns(),
    "Operations by `operationId`, or by method and path.",
    'operations = ["listPets", "GET /pets/*"]',
    "[]",
)
SCHEMAS: Final = Key(
    "schemas",
    Patterns(),
    "Component schemas, by name or pointer, that are kept though no operation that is "
    "selected needs them.",
    'schemas = ["Event*"]',
    "[]",
)
CHOICE: Final[tuple[Key[Any], ...]] = (TAGS, PATHS, OPERATIONS, SCHEMAS)
OMITTED: Final[tuple[Key[Any], ...]] = (TAGS, PATHS, OPERATIONS)


@dataclass(frozen=True, slots=True)
class Choices:
    """A table of patterns."""

    keys: tuple[Key[Any], ...]
    summary: str = "table"

    @property
    def schema(self) -> Json:
        """An object with these members and no others."""
        return object_schema(self.keys)

    def read(self, value: Any, at: Place) -> OperationFilter | None:
        """What is chosen."""
        if not isinstance(value, dict):
            at.wrong("a table of " + ", ".join(key.name for key in self.keys))
            return None
        patterns = read_table(self.keys, value, at)
        return OperationFilter(
            patterns.get(TAGS) or (),
            patterns.get(PATHS) or (),
            patterns.get(OPERATIONS) or (),
            patterns.get(SCHEMAS) or (),
        )


def object_schema(keys: Iterable[Key[Any]]) -> Json:
    """A table of `keys` as JSON Schema, nothing required."""
    return {
        "type": "object",
        "properties": {key.name: key_schema(key) for key in keys},
        "additionalProperties": False,
    }


def key_schema(key: Key[Any]) -> Json:
    """One key as JSON Schema; examples and defaults are values, not TOML."""
    # Imported here for start-up time: schemas are printed, not read in a run.
    import tomllib  # noqa: PLC0415

    example = tomllib.loads(key.example)
    schema: Json = {"description": key.meaning, **key.kind.schema}
    if key.default is not None:
        schema["default"] = tomllib.loads(f"value = {key.default}")["value"]
    return schema | {"examples": [example[key.name]]}


SPEC: Final = Key(
    "spec",
    PathText(),
    "The OpenAPI document, relative to this file.",
    'spec = "api/openapi.yaml"',
    sharing="own",
    required=True,
)
OUTPUT: Final = Key(
    "output",
    PathText(),
    "The package folder to write, below this file; its last component is the import "
    "name.",
    'output = "src/petstore"',
    sharing="own",
    required=True,
)
TARGET_LIST: Final = Key(
    "targets",
    TargetNames(),
    "What to generate, of apiloom's targets and those of other distributions; models "
    "come with every target, `testing` with client and server.",
    'targets = ["models", "client"]',
    '["models", "client", "server", "testing"]',
)
SELECT: Final = Key(
    "select",
    Choices(CHOICE),
    "Generate only these operations and schemas, and what they need.",
    'select = { tags = ["billing"], paths = ["/v1/**"] }',
    "{}",
)
OMIT: Final = Key(
    "omit",
    Choices(OMITTED),
    "Of what is selected, leave out these operations: `tags`, `paths`, `operations`.",
    'omit = { operations = ["debug*"] }',
    "{}",
)
NAMES: Final = Key(
    "names",
    Names(),
    "Python names for what stands at a JSON pointer of the document.",
    'names = { "/components/schemas/foo" = "Foo", "/paths/~1a/get" = "fetch_a" }',
    "{}",
    sharing="own",
)
RENAME: Final = Key(
    "rename",
    Renames(),
    "Rules for names: what of a kind matches is called as `to` says.",
    'rename = [{ kind = "operation", match = "^(.*)Controller_(.*)$", to = "\\\\2" }]',
    "[]",
    sharing="added",
)
ACCEPT: Final = Key(
    "accept",
    Entries(),
    "Diagnostics that are known and lived with, everywhere or below a pointer.",
    'accept = ["nullable-in-3.1", { code = "pattern-unusable", pointer = "/paths" }]',
    "[]",
    sharing="added",
)
FORMATTER: Final = Key(
    "formatter",
    OneOf(FORMATTERS),
    "What lays out the few statements that apiloom cannot: black, or nothing; or all "
    "of the code: `ruff format`, in its own way.",
    'formatter = "ruff"',
    '"black"',
)
TEMPLATES: Final = Key(
    "templates",
    PathText(),
    "A folder of templates that stand in for apiloom's own, by name.",
    'templates = "templates"',
)
IMPLIED_TYPES: Final = Key(
    "implied-types",
    Flag(),
    "Whether a schema with `properties` and no `type` is an object.",
    "implied-types = false",
    "true",
)
METHODS: Final = Key(
    "methods",
    OneOf(METHOD_STYLES),
    "Names of methods: short, or each operationId as it is.",
    'methods = "operation-id"',
    '"short"',
)
TYPES: Final = Key(
    "types",
    Types(),
    "Types of values by `format`, by `type:format`, or by the pointer of a schema: a "
    "word of apiloom's, or what a module has.",
    'types = { "date-time" = "naive", "string:decimal" = "mymoney:Money" }',
    "{}",
    sharing="added",
)
BASE: Final = Key(
    "base",
    Imported(),
    "What every model derives from: a class that derives from the package's `Model`.",
    'base = "myapp.models:Base"',
)
FROZEN: Final = Key(
    "frozen",
    Flag(),
    "Whether models are immutable, and have a hash.",
    "frozen = true",
    "false",
)
ENUMS: Final = Key(
    "enums",
    OneOf(ENUM_STYLES),
    "Enumerations as aliases of a `Literal`, or as classes: `StrEnum`, `IntEnum`, else "
    "`Enum`.",
    'enums = "class"',
    '"literal"',
)
OPEN: Final = Key(
    "open",
    Growth(),
    "Whether listed values may grow, or at which pointers: values and variants of "
    "unions that the document does not have are typed, kept, and warned of once.",
    'open = ["#/components/schemas/Status"]',
    "false",
)
ALLOF: Final = Key(
    "allof",
    OneOf(ALLOF_STYLES),
    "Whether an `allOf` that extends a schema becomes a subclass.",
    'allof = "inherit"',
    '"merge"',
)
MODELS: Final = Key(
    "models",
    OneOf(MODEL_STYLES),
    "What classes models are: of pydantic, dataclasses, or structs of msgspec.",
    'models = "dataclass"',
    '"pydantic"',
)
PAGES: Final = Key(
    "pages",
    PageRules(),
    "Lists that come in pages: by `operationId`, or by method and path, how a page "
    "leads to the next.",
    'pages = [{ operation = "list*", kind = "cursor", parameter = "after", '
    'items = "/data", next = "/last_id", more = "/has_more" }]',
    "[]",
    sharing="added",
)
STREAMS: Final = Key(
    "streams",
    StreamRules(),
    "Streams that a text ends, which stands in the place of an item.",
    'streams = [{ operation = "createChatCompletion", sentinel = "[DONE]" }]',
    "[]",
    sharing="added",
)
WEBHOOKS: Final = Key(
    "webhooks",
    Scheme(),
    "How webhooks and callbacks are signed, all but the secret: an HMAC in a header, "
    "or as Standard Webhooks has it.",
    'webhooks = { header = "X-Hub-Signature-256", prefix = "sha256=" }',
)
IDEMPOTENCY: Final = Key(
    "idempotency",
    IdempotencyRules(),
    "Operations whose calls have an idempotency key, and are retried for it.",
    'idempotency = ["createOrder", { operation = "POST /v1/**", header = "Pay-Id" }]',
    "[]",
    sharing="added",
)
ACCEPT_CHANGES: Final = Key(
    "accept-changes",
    AcceptChanges(),
    "Changes found by `diff` that are known and do not fail `--fail-on`: by `rule` of "
    "the contract or `python` name, `operation` and `pointer`, with a `reason`, until "
    "the day `until` or the version `until-version` of the document.",
    'accept-changes = [{ rule = "operation-removed", operation = "GET /v1/**", '
    'reason = "nobody calls it", until = "2027-01-01" }]',
    "[]",
    sharing="added",
)
LEVELS: Final = Key(
    "levels",
    RuleLevels(),
    "The level of a rule of `diff` where it is not to be apiloom's.",
    'levels = { operation-id-changed = "breaking" }',
    "{}",
    sharing="added",
)
PATH_PREFIXES: Final = Key(
    "path-prefixes",
    PathPrefixes(),
    "For `diff`: what paths of the old document begin with, and those of the new one.",
    'path-prefixes = { "/v1" = "/api/v1" }',
    "{}",
    sharing="added",
)
ROOTS: Final = Key(
    "roots",
    Texts("list of paths"),
    "Further folders that references may reach; that of `spec` is one.",
    'roots = ["../shared"]',
    "[]",
    sharing="added",
)
ALLOW_HOSTS: Final = Key(
    "allow-hosts",
    Texts(),
    "Hosts that references may be fetched from.",
    'allow-hosts = ["schemas.example.com"]',
    "[]",
    sharing="added",
)
DOCUMENT: Final[tuple[Key[Any], ...]] = (
    SPEC,
    OUTPUT,
    TARGET_LIST,
    SELECT,
    OMIT,
    NAMES,
    RENAME,
    ACCEPT,
    FORMATTER,
    TEMPLATES,
    IMPLIED_TYPES,
    METHODS,
    TYPES,
    BASE,
    FROZEN,
    ENUMS,
    OPEN,
    ALLOF,
    MODELS,
    PAGES,
    STREAMS,
    WEBHOOKS,
    IDEMPOTENCY,
    ACCEPT_CHANGES,
    LEVELS,
    PATH_PREFIXES,
    ROOTS,
    ALLOW_HOSTS,
)
DOCUMENTS: Final = "documents"
"""The array of tables with the keys above, for several documents."""
