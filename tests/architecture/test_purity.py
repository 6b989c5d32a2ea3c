"""Who may open the wrapping of document text, and who may look at the world."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.places import APILOOM, python_files

REVEALING: Final = {
    "pipeline/preview_side.py": "compares the version of a document with an entry's",
    "api/names/error_names.py": "makes class names of resources",
    "api/names/former_owners.py": "compares wire names with those of a manifest",
    "api/names/field_names.py": "compares wire names with Python names",
    "api/names/listed_identity.py": "writes traits to the manifest, which is JSON",
    "api/names/member_names.py": "makes words of titles, constants and properties",
    "api/names/parameter_words.py": "makes words of parameters",
    "api/names/type_names.py": "names the types of operations after their ids",
    "api/names/value_names.py": "makes identifiers of names of values, or of values",
    "api/names/rename_rules.py": "judges names of the document by the user's rules",
    "api/resolve/operation_rules.py": "holds ids and paths against the rules of users",
    "api/resolve/keyed_operations.py": "compares header names with those of rules",
    "api/resolve/paged_operations.py": "looks up names that rules have, and hints",
    "api/resolve/sent_media_types.py": "compares media types with those of a manifest",
    "api/schema/intersect_untyped.py": "asserts which names are required",
    "api/suggestions/answer_members.py": "compares names with those that APIs use",
    "api/suggestions/operation_labels.py": "makes rules of ids and paths",
    "api/suggestions/page_shapes.py": "makes rules of wire names",
    "api/suggestions/rename_suggestions.py": "asks what ids begin with",
    "api/suggestions/stream_suggestions.py": "looks for words in descriptions",
    "api/schema/scalar_validation.py": (
        "compiles patterns to judge defaults and enum values"
    ),
    "api/answer_contents.py": "asks what kind of media type a name is",
    "python/targets/testing/example_answers.py": "writes JSON, as the data of mocks",
    "python/targets/testing/example_pages.py": "writes JSON, as the data of mocks",
    "python/targets/testing/testing_plan.py": "writes JSON, as the data of mocks",
    "api/media_type_kinds.py": "asks what kind of media type a name is",
    "api/schema/intersect.py": "makes reference tokens of property names",
    "api/schema/key_patterns.py": "holds names of properties against patterns",
    "api/resolve/selected_api.py": (
        "holds tags, paths and operation ids against the patterns"
    ),
    "api/parse/bodies.py": "reads the references of links",
    "api/resolve/linked_operations.py": "looks up what links name",
    "api/resolve/forbidden_properties.py": "makes reference tokens of property names",
    "api/resolve/constant_tags.py": "makes reference tokens of property names",
    "api/resolve/discriminators.py": "reads numbers in the keys of a mapping",
    "api/schema/intersect_constraints.py": "two patterns become one",
    "api/names/argument_names.py": "makes identifiers of parameters",
    "api/names/credential_names.py": "makes identifiers of security schemes",
    "api/names/header_names.py": "makes identifiers of header fields",
    "api/names/server_names.py": "makes identifiers of descriptions and URLs",
    "api/names/method_candidates.py": "makes identifiers of operation ids",
    "api/names/operation_names.py": "looks operation ids up among all others",
    "api/names/resource_names.py": "makes identifiers of tags",
    "api/names/resource_text.py": "reads the segments of paths",
    "api/resolved_api.py": "names operations in the manifest, which is JSON",
    "diff/contract/judge_differences.py": "names the tags of operations",
    "diff/contract/structure/body_differences.py": (
        "compares names of media types and fields"
    ),
    "api/schema/flat_schema.py": "matches names with patterns",
    "diff/contract/structure/incoming_differences.py": "names webhooks in sentences",
    "diff/contract/structure/operation_differences.py": (
        "tells paths apart, names operations"
    ),
    "diff/contract/structure/parameter_differences.py": (
        "compares names of header fields"
    ),
    "diff/contract/structure/response_differences.py": (
        "compares names of header fields"
    ),
    "diff/contract/structure/schema_differences.py": "looks up formats",
    "api/schema/schema_overlap.py": "judges listed values by limits",
    "diff/contract/structure/server_paths.py": "tells where paths begin",
    "diff/contract/structure/text_values.py": "compares values as they are sent",
    "diff/contract/structure/union_demands.py": "compares tags with constants",
    "diff/contract/structure/union_differences.py": "points to tags of discriminators",
    "diff/contract/structure/wording.py": "quotes values in sentences for people",
    "api/schema/example_values.py": "makes values, which stay JSON of the document",
    "api/schema/value_judge.py": "judges values by names, patterns and listed values",
    "api/schema/constraint_keywords.py": "writes patterns as keywords to judge by",
    "api/parse/assertion_keywords.py": "asks whether a pattern compiles",
    "api/parse/settled_fragments.py": "asks whether the property of a tag is there",
    "api/parse/document.py": "tells templated paths apart",
    "api/parse/parameters.py": "looks up enumerated words; finds parameters in paths",
    "api/parse/security.py": "looks up enumerated words",
    "api/parse/servers.py": "fills in the variables of URLs, which stay Text",
    "api/parse/item_streams.py": "asks whether a media type is made of items",
    "api/parse/parameter_styles.py": "looks up enumerated words",
    "python/syntax/docstring.py": "encodes for docstrings",
    "python/syntax/markdown.py": "encodes for Markdown, and for one line",
    "cli/output_formats/json_format.py": "writes summaries and paths into JSON",
    "core/identifiers.py": "encodes as identifiers",
    "python/syntax/literal.py": "encodes as literals",
    "python/targets/client/event_names.py": "tells events of one name apart",
    "python/targets/client/events.py": "makes names of events, and lists them",
    "python/targets/models/model_assertions.py": "judges null by what is asserted",
    "python/targets/models/format_types.py": "looks up formats",
    "python/targets/models/type_expressions.py": "asks whether a pattern compiles",
    "python/targets/models/pydantic_vocabulary.py": (
        "asks whether pydantic can judge a pattern"
    ),
    "python/targets/models/model_fields.py": "compares wire names and enum values",
    "python/targets/models/tagged_unions.py": (
        "compares a tag with the name of its field"
    ),
    "python/targets/client/client_docs.py": "compares descriptions with schemes' keys",
    "python/targets/client/method_examples.py": "finds values by the names on the wire",
    "python/targets/client/method_docs.py": "compares descriptions with wire names",
    "python/targets/descriptions.py": "compares descriptions with names",
    "python/targets/resource_docs.py": "asks whether a tag is blank, names the id",
    "python/targets/models/named_constants.py": "asks how long patterns are",
    "python/targets/models/models_plan.py": "asks whether a wire name is an identifier",
}
"""Modules that call `reveal`, and what for. A stale entry fails."""

PURE: Final = ("api", "python/render", "python/syntax", "python/targets")
ABLE: Final = {
    "python/render/template_environment.py",
    "python/render/template_files.py",
    "python/render/runtime_files.py",
}
"""Modules of pure stages that may read files: they find templates and runtime."""

WORLDLY_MODULES: Final = {
    "asyncio",
    "ctypes",
    "datetime",
    "getpass",
    "importlib",
    "io",
    "locale",
    "multiprocessing",
    "os",
    "pathlib",
    "platform",
    "random",
    "secrets",
    "shutil",
    "socket",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "uuid",
}
WORLDLY_NAMES: Final = {
    "__import__",
    "breakpoint",
    "compile",
    "eval",
    "exec",
    "hash",
    "id",
    "input",
    "open",
    "print",
}
WORLDLY_ATTRIBUTES: Final = {"read_bytes", "read_text", "write_bytes", "write_text"}


def modules() -> list[str]:
    """Every module of apiloom but the runtime, which runs elsewhere."""
    paths = (path.relative_to(APILOOM) for path in python_files(APILOOM))
    return [path.as_posix() for path in paths if path.parts[0] != "runtime"]


def tree_of(path: str | Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse((APILOOM / path).read_text("utf-8"))


def worldly(tree: ast.Module) -> list[str]:
    """What a module uses that is no function of its arguments."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = {alias.name.partition(".")[0] for alias in node.names}
            found += sorted(names & WORLDLY_MODULES)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found += {(node.module or "").partition(".")[0]} & WORLDLY_MODULES
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found += {node.id} & WORLDLY_NAMES
        elif isinstance(node, ast.Attribute):
            found += {node.attr} & WORLDLY_ATTRIBUTES
    return found


def test_document_text_is_revealed_where_there_is_a_reason() -> None:
    revealing = {
        module
        for module in modules()
        if module != "core/text.py"
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Name) and node.id == "reveal"
    }
    assert revealing == REVEALING.keys()


def test_nobody_reaches_into_the_wrapping() -> None:
    reaching = [
        module
        for module in modules()
        if module != "core/text.py"
        and "apiloom.core.text" in (APILOOM / module).read_text()
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Attribute) and node.attr == "_value"
    ]
    assert reaching == []


@pytest.mark.parametrize(
    "module",
    [each for each in modules() if each.startswith(PURE) and each not in ABLE],
)
def test_a_stage_is_a_function_of_its_arguments(module: str) -> None:
    assert worldly(tree_of(module)) == []


@pytest.mark.parametrize("module", sorted(ABLE))
def test_those_who_may_read_files_do(module: str) -> None:
    assert worldly(tree_of(module))


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "import os.path as path",
        "from datetime import datetime",
        "def f():\n    from time import time",
        "text = open('x')",
        "seen = hash('x')",
        "text = place.read_text()",
    ],
)
def test_the_lint_finds(source: str) -> None:
    assert worldly(ast.parse(source))
