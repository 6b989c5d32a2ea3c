"""spec/openapi.yaml states the facts of the customer update, and nothing else.

The tables below are those facts written a second time, in their own notation, so that a
slip in either place shows as a difference.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml
from openapi_spec_validator import validate

Json: TypeAlias = dict[str, Any]

SOURCE = (Path(__file__).parents[2] / "spec" / "openapi.yaml").read_text("utf-8")
DOCUMENT: Json = yaml.safe_load(SOURCE)
SCHEMAS: dict[str, Json] = DOCUMENT["components"]["schemas"]
OPERATION: Json = DOCUMENT["paths"]["/api/governance/customers/{customer_id}"]["put"]
REF_PREFIX = "#/components/schemas/"

# name:type, in document order; [X] is an array of X, {X} a map of X, {*} a map of
# anything. Nullability is left out here: NULLABLE has it.
PROPERTIES = {
    "UpdateCustomerRequest": "name:string budget:UpdateBudgetRequest",
    "UpdateBudgetRequest": """
        max_limit:number reset_duration:string calendar_aligned:boolean
    """,
    "CustomerResponse": "message:string customer:Customer",
    "Customer": """
        id:string name:string budget_id:string budget:Budget teams:[Team]
        virtual_keys:[VirtualKey] config_hash:string created_at:string updated_at:string
    """,
    "Team": """
        id:string name:string customer_id:string budget_id:string customer:Customer
        budget:Budget virtual_keys:[VirtualKey] profile:{*} config:{*} claims:{*}
        config_hash:string created_at:string updated_at:string
    """,
    "VirtualKey": """
        id:string name:string value:string description:string is_active:boolean
        provider_configs:[VirtualKeyProviderConfig] mcp_configs:[VirtualKeyMCPConfig]
        team_id:string customer_id:string rate_limit_id:string calendar_aligned:boolean
        team:Team customer:Customer budgets:[Budget] rate_limit:RateLimit
        config_hash:string created_by_user_id:string created_at:string updated_at:string
    """,
    "VirtualKeyProviderConfig": """
        id:integer virtual_key_id:string provider:string weight:number
        allowed_models:[string] blacklisted_models:[string] allow_all_keys:boolean
        rate_limit_id:string budgets:[Budget] rate_limit:RateLimit keys:[TableKey]
    """,
    "TableKey": """
        id:integer name:string provider_id:integer provider:string key_id:string
        value:EnvVar models:[string] weight:number enabled:boolean
        use_for_batch_api:boolean created_at:string updated_at:string config_hash:string
        azure_endpoint:EnvVar azure_client_id:EnvVar azure_client_secret:EnvVar
        azure_tenant_id:EnvVar vertex_project_id:EnvVar vertex_project_number:EnvVar
        vertex_region:EnvVar vertex_auth_credentials:EnvVar bedrock_access_key:EnvVar
        bedrock_secret_key:EnvVar bedrock_session_token:EnvVar bedrock_region:EnvVar
        bedrock_arn:EnvVar
    """,
    "EnvVar": "value:string env_var:string from_env:boolean",
    "VirtualKeyMCPConfig": """
        id:integer virtual_key_id:string mcp_client_id:integer
        mcp_client:MCPClientConfig tools_to_execute:[string]
    """,
    "MCPClientConfig": """
        client_id:string name:string is_code_mode_client:boolean connection_type:string
        connection_string:string stdio_config:object tls_config:object auth_type:string
        oauth_config_id:string headers:{string} tools_to_execute:[string]
        tools_to_auto_execute:[string] tool_pricing:{number}
        allow_on_all_virtual_keys:boolean per_user_header_keys:[string] disabled:boolean
    """,
    "MCPClientConfig.stdio_config": "command:string args:[string] envs:[string]",
    "MCPClientConfig.tls_config": "insecure_skip_verify:boolean ca_cert_pem:string",
    "Budget": """
        id:string max_limit:number reset_duration:string calendar_aligned:boolean
        last_reset:string current_usage:number team_id:string virtual_key_id:string
        provider_config_id:integer config_hash:string created_at:string
        updated_at:string
    """,
    "RateLimit": """
        id:string token_max_limit:integer token_reset_duration:string
        token_current_usage:integer token_last_reset:string request_max_limit:integer
        request_reset_duration:string request_current_usage:integer
        request_last_reset:string config_hash:string created_at:string updated_at:string
    """,
    "BifrostError": """
        event_id:string type:string is_bifrost_error:boolean status_code:integer
        error:ErrorField extra_fields:BifrostErrorExtraFields
    """,
    "ErrorField": "type:string code:string message:string param:string event_id:string",
    "BifrostErrorExtraFields": """
        provider:ModelProvider model_requested:string request_type:string
    """,
}

# A schema with properties that is not named here requires none of them.
REQUIRED = {
    "VirtualKey": """
        id name value is_active provider_configs mcp_configs calendar_aligned
        config_hash created_at updated_at
    """,
    "VirtualKeyProviderConfig": """
        id virtual_key_id provider weight allowed_models blacklisted_models
        allow_all_keys keys
    """,
    "VirtualKeyMCPConfig": """
        id virtual_key_id mcp_client_id mcp_client tools_to_execute
    """,
    "Budget": """
        id max_limit reset_duration last_reset current_usage config_hash created_at
        updated_at
    """,
    "RateLimit": """
        id token_current_usage token_last_reset request_current_usage request_last_reset
        config_hash created_at updated_at
    """,
}

NULLABLE = {
    "UpdateBudgetRequest": "calendar_aligned",
    "Team": "virtual_keys config_hash",
    "VirtualKeyProviderConfig": "weight keys",
    "TableKey": """
        weight enabled use_for_batch_api config_hash azure_endpoint azure_client_id
        azure_client_secret azure_tenant_id vertex_project_id vertex_project_number
        vertex_region vertex_auth_credentials bedrock_access_key bedrock_secret_key
        bedrock_session_token bedrock_region bedrock_arn
    """,
    "Budget": "config_hash",
    "RateLimit": "request_max_limit request_reset_duration config_hash",
}

DATE_TIMES = {
    "Customer": "created_at updated_at",
    "Team": "created_at updated_at",
    "VirtualKey": "created_at updated_at",
    "TableKey": "created_at updated_at",
    "Budget": "last_reset created_at updated_at",
    "RateLimit": "token_last_reset request_last_reset created_at updated_at",
}

INT64S = {
    "RateLimit": """
        token_max_limit token_current_usage request_max_limit request_current_usage
    """,
}

DEFAULTS = {
    "TableKey.enabled": True,
    "TableKey.use_for_batch_api": False,
    "MCPClientConfig.allow_on_all_virtual_keys": False,
    "MCPClientConfig.disabled": False,
    "Budget.calendar_aligned": False,
}

ENUMS = {
    "MCPClientConfig.connection_type": "http stdio sse inprocess",
    "MCPClientConfig.auth_type": """
        none headers oauth per_user_oauth per_user_headers
    """,
    "ModelProvider": """
        openai azure anthropic bedrock cohere vertex vllm mistral ollama groq sgl
        parasail perplexity replicate cerebras gemini openrouter elevenlabs huggingface
        nebius xai runway fireworks
    """,
}

SCHEMA_DESCRIPTIONS = {
    "UpdateCustomerRequest": "Update customer request",
    "UpdateBudgetRequest": "Update budget request",
    "CustomerResponse": "Customer operation response",
    "Customer": "Customer configuration",
    "Team": "Team configuration",
    "VirtualKey": "Virtual key configuration",
    "VirtualKeyProviderConfig": "Provider configuration for a virtual key",
    "TableKey": "Table key configuration",
    "EnvVar": "Environment variable configuration",
    "VirtualKeyMCPConfig": "MCP configuration for a virtual key",
    "MCPClientConfig": "Full MCP client configuration (used in responses)",
    "Budget": "Budget configuration",
    "RateLimit": "Rate limit configuration",
    "ManagementErrorResponse": "Error response",
    "BifrostError": "Error response from Bifrost",
    "ErrorField": None,
    "BifrostErrorExtraFields": None,
    "ModelProvider": "AI model provider identifier",
}

ENV_VAR_PROPERTIES = [
    name
    for name, _, kind in (p.partition(":") for p in PROPERTIES["TableKey"].split())
    if kind == "EnvVar"
]

DESCRIPTIONS = {
    **{
        f"TableKey.{name}": "Environment variable configuration"
        for name in ENV_VAR_PROPERTIES
    },
    "UpdateBudgetRequest.calendar_aligned": (
        "Set to true or false to enable or disable calendar-aligned resets. Only valid "
        "with reset durations that use day, week, month, or year suffixes (`d`, `w`, "
        "`M`, `Y`); sub-day durations (e.g. `1h`, `30m`) are invalid with calendar "
        "alignment and the API rejects that combination. When enabling on an existing "
        "budget, current usage is reset to zero and last_reset snaps to the current "
        "period start."
    ),
    "Team.virtual_keys": (
        "Virtual keys assigned to this team. This field may be omitted or returned as "
        "null in some responses (for example, when a team is embedded inside a "
        "virtual-key response) to avoid nested `virtual_keys` recursion."
    ),
    "VirtualKey.budgets": "Budget quotas assigned directly to this virtual key",
    "VirtualKey.created_by_user_id": (
        "User that created this virtual key, when available"
    ),
    "VirtualKeyProviderConfig.weight": (
        "Weight for provider load balancing. Null means excluded from weighted routing."
    ),
    "VirtualKeyProviderConfig.budgets": (
        "Budget quotas assigned to this provider config"
    ),
    "VirtualKeyProviderConfig.keys": (
        "Associated API keys for this provider config. **Always null in the quota "
        "endpoint** — keys are intentionally not loaded here to keep the response lean "
        "and avoid exposing sensitive credentials. Use the admin virtual-key API to "
        "inspect actual key assignments."
    ),
    "MCPClientConfig.client_id": "Unique identifier for the MCP client",
    "MCPClientConfig.name": "Display name for the MCP client",
    "MCPClientConfig.is_code_mode_client": (
        "Whether this client is available in code mode"
    ),
    "MCPClientConfig.connection_type": "Connection type for MCP client",
    "MCPClientConfig.connection_string": (
        "HTTP or SSE URL (required for HTTP or SSE connections)"
    ),
    "MCPClientConfig.stdio_config": "STDIO configuration for MCP client",
    "MCPClientConfig.stdio_config.command": "Executable command to run",
    "MCPClientConfig.stdio_config.args": "Command line arguments",
    "MCPClientConfig.stdio_config.envs": "Environment variables required",
    "MCPClientConfig.tls_config": "TLS configuration for HTTP and SSE connections.",
    "MCPClientConfig.tls_config.insecure_skip_verify": (
        "Disable TLS certificate verification. Development/testing only."
    ),
    "MCPClientConfig.tls_config.ca_cert_pem": (
        "PEM-encoded CA certificate. Supports env.VAR_NAME syntax for input. Responses "
        "return a redacted placeholder rather than the raw PEM value."
    ),
    "MCPClientConfig.auth_type": "Authentication type for the MCP connection",
    "MCPClientConfig.oauth_config_id": (
        "OAuth config ID for OAuth authentication. References the oauth_configs table. "
        'Only set when auth_type is "oauth".'
    ),
    "MCPClientConfig.headers": (
        'Custom headers to include in requests. Only used when auth_type is "headers".'
    ),
    "MCPClientConfig.tools_to_execute": (
        'Include-only list for tools. ["*"] => all tools are included [] => no tools '
        'are included ["tool1", "tool2"] => include only the specified tools'
    ),
    "MCPClientConfig.tools_to_auto_execute": (
        "List of tools that can be auto-executed without user approval. Must be a "
        'subset of tools_to_execute. ["*"] => all executable tools can be '
        'auto-executed [] => no tools are auto-executed ["tool1", "tool2"] => only '
        "specified tools can be auto-executed"
    ),
    "MCPClientConfig.tool_pricing": (
        "Per-tool cost in USD for execution. Key is the tool name, value is the cost "
        'per execution. Example: {"read_file": 0.001, "write_file": 0.002}'
    ),
    "MCPClientConfig.allow_on_all_virtual_keys": (
        "When true, this MCP client's tools are accessible to all virtual keys without "
        "requiring explicit per-key assignment. All tools are allowed by default. If a "
        "virtual key has an explicit MCP config for this client, that config takes "
        "precedence and overrides this behaviour."
    ),
    "MCPClientConfig.per_user_header_keys": (
        "For `per_user_headers` clients only. The list of header names each end-user "
        "must supply via the inline-401 flow. Header values themselves are stored "
        "per-user in a separate table (surfaced on `/api/mcp/sessions`)."
    ),
    "MCPClientConfig.disabled": (
        "Whether the client is intentionally disabled. When true, the client has no "
        "active connection or workers and its tools are not available for inference."
    ),
    "Budget.max_limit": "Maximum budget in dollars",
    "Budget.reset_duration": (
        'Reset duration (e.g., "30s", "5m", "1h", "1d", "1w", "1M")'
    ),
    "Budget.calendar_aligned": (
        "When true, resets align to calendar period boundaries in UTC (not rolling "
        "from last reset)"
    ),
    "Budget.team_id": "Team that owns this budget, when the budget is team-scoped",
    "Budget.virtual_key_id": (
        "Virtual key that owns this budget, when the budget is virtual-key-scoped"
    ),
    "Budget.provider_config_id": (
        "Provider config that owns this budget, when the budget is "
        "provider-config-scoped"
    ),
}

CIRCLE = {"Customer", "Team", "VirtualKey"}


def walk(schema: Json, path: str) -> Iterator[tuple[str, Json]]:
    """The schema and every schema inside it, each under a path that names it."""
    yield path, schema
    for name, inner in schema.get("properties", {}).items():
        yield from walk(inner, f"{path}.{name}")
    if "items" in schema:
        yield from walk(schema["items"], f"{path}[]")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from walk(schema["additionalProperties"], f"{path}{{}}")
    for number, inner in enumerate(schema.get("oneOf", [])):
        yield from walk(inner, f"{path}|{number}")


# Every schema in the document, by its path.
AT = {path: s for name, schema in SCHEMAS.items() for path, s in walk(schema, name)}


def is_nullable(schema: Json) -> bool:
    types = schema.get("type")
    return (isinstance(types, list) and "null" in types) or (
        {"type": "null"} in schema.get("oneOf", [])
    )


def shape(schema: Json) -> str:
    """The schema's type in the notation of PROPERTIES, whether or not null may be."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REF_PREFIX)
    if "oneOf" in schema:
        (branch,) = (s for s in schema["oneOf"] if s != {"type": "null"})
        return shape(branch)
    kind = schema["type"]
    if isinstance(kind, list):
        (kind,) = (k for k in kind if k != "null")
    if kind == "array":
        return f"[{shape(schema['items'])}]"
    extra = schema.get("additionalProperties")
    if kind != "object" or extra is None:
        return str(kind)
    return "{*}" if extra is True else f"{{{shape(extra)}}}"


def paths(table: dict[str, str]) -> set[str]:
    return {f"{owner}.{name}" for owner, row in table.items() for name in row.split()}


def refs(node: object) -> set[str]:
    """Names of the components that any `$ref` below this piece of JSON points to."""
    found: set[str] = set()
    todo = [node]
    while todo:
        match todo.pop():
            case dict() as mapping:
                if isinstance(target := mapping.get("$ref"), str):
                    assert target.startswith(REF_PREFIX), target
                    found.add(target.removeprefix(REF_PREFIX))
                todo.extend(mapping.values())
            case list() as items:
                todo.extend(items)
            case _:
                pass
    return found


def reachable(start: object) -> set[str]:
    """Components reached from here by one `$ref` or more."""
    seen: set[str] = set()
    todo = refs(start)
    while todo:
        name = todo.pop()
        seen.add(name)
        todo |= refs(SCHEMAS[name]) - seen
    return seen


def test_the_validator_accepts_it() -> None:
    validate(DOCUMENT)


def test_no_mapping_has_a_key_twice() -> None:
    # PyYAML keeps the last one and says nothing.
    twice: list[str] = []
    todo: list[yaml.Node | None] = [yaml.compose(SOURCE, yaml.SafeLoader)]
    while todo:
        node = todo.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [str(key.value) for key, _ in node.value]
            twice += [key for key in keys if keys.count(key) > 1]
            todo += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            todo += node.value
    assert twice == []


def test_outline() -> None:
    # In particular: no document-level `security`.
    assert list(DOCUMENT) == [
        "openapi",
        "info",
        "servers",
        "tags",
        "paths",
        "components",
    ]
    assert DOCUMENT["openapi"] == "3.1.0"
    assert DOCUMENT["info"] == {
        "title": "Bifrost API",
        "version": "1.0.0",
        "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
    }
    assert DOCUMENT["tags"] == [
        {
            "name": "Governance",
            "description": "Virtual keys, teams, and customers management",
        }
    ]
    assert {path: list(item) for path, item in DOCUMENT["paths"].items()} == {
        "/api/governance/customers/{customer_id}": ["put"]
    }
    assert set(DOCUMENT["components"]) == {"schemas", "securitySchemes"}


def test_server() -> None:
    assert DOCUMENT["servers"] == [
        {
            "url": "{baseUrl}",
            "description": "Your Bifrost instance",
            "variables": {
                "baseUrl": {
                    "default": "http://localhost:8080",
                    "description": (
                        "Base URL of your Bifrost instance "
                        "(e.g. https://bifrost.mycompany.com)"
                    ),
                }
            },
        }
    ]


def test_security() -> None:
    assert OPERATION["security"] == [{"ManagementBearerAuth": []}]
    assert DOCUMENT["components"]["securitySchemes"] == {
        "ManagementBearerAuth": {
            "type": "http",
            "scheme": "bearer",
            "description": (
                "Management API authentication for `/api/*` endpoints. "
                "Use the `Authorization` header with `Bearer <API key>`.\n"
                "Virtual keys, dashboard/user/session tokens, and `x-api-key` headers "
                "are not supported on management APIs."
            ),
        }
    }


def test_operation() -> None:
    told_elsewhere = {"security", "responses"}
    assert {k: v for k, v in OPERATION.items() if k not in told_elsewhere} == {
        "operationId": "updateCustomer",
        "summary": "Update customer",
        "description": "Updates an existing customer.",
        "tags": ["Governance"],
        "parameters": [
            {
                "name": "customer_id",
                "in": "path",
                "required": True,
                "description": "Customer ID",
                "schema": {"type": "string"},
            }
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": f"{REF_PREFIX}UpdateCustomerRequest"}
                }
            },
        },
    }


def test_responses() -> None:
    expected = {
        "200": ("Customer updated successfully", "CustomerResponse"),
        "400": ("Bad request", "BifrostError"),
        "404": ("Customer not found", "ManagementErrorResponse"),
        "500": ("Internal server error", "BifrostError"),
    }
    assert OPERATION["responses"] == {
        status: {
            "description": description,
            "content": {
                "application/json": {"schema": {"$ref": f"{REF_PREFIX}{schema}"}}
            },
        }
        for status, (description, schema) in expected.items()
    }


def test_components_in_order() -> None:
    written = {name: schema.get("description") for name, schema in SCHEMAS.items()}
    assert list(written.items()) == list(SCHEMA_DESCRIPTIONS.items())


def test_every_component_is_reachable_from_the_operation() -> None:
    assert reachable(OPERATION) == set(SCHEMAS)


def test_every_schema_with_properties_is_in_the_table() -> None:
    assert {path for path, s in AT.items() if "properties" in s} == set(PROPERTIES)


@pytest.mark.parametrize("owner", PROPERTIES)
def test_properties_in_order(owner: str) -> None:
    schema = AT[owner]
    assert schema["type"] == "object"
    written = [f"{name}:{shape(p)}" for name, p in schema["properties"].items()]
    assert written == PROPERTIES[owner].split()


@pytest.mark.parametrize("owner", PROPERTIES)
def test_required(owner: str) -> None:
    required = AT[owner].get("required", [])
    assert required == REQUIRED.get(owner, "").split()


def test_nullable_and_nothing_else_is() -> None:
    assert {path for path, s in AT.items() if is_nullable(s)} == paths(NULLABLE)


def test_formats() -> None:
    expected = (
        dict.fromkeys(paths(DATE_TIMES), "date-time")
        | dict.fromkeys(paths(INT64S), "int64")
        | {"MCPClientConfig.tool_pricing{}": "double"}
    )
    assert {p: s["format"] for p, s in AT.items() if "format" in s} == expected


def test_defaults() -> None:
    assert {p: s["default"] for p, s in AT.items() if "default" in s} == DEFAULTS


def test_enums() -> None:
    written = {p: s["enum"] for p, s in AT.items() if "enum" in s}
    assert written == {path: row.split() for path, row in ENUMS.items()}
    assert {AT[path]["type"] for path in ENUMS} == {"string"}


def test_descriptions() -> None:
    described = {p: s["description"] for p, s in AT.items() if "description" in s}
    assert {p: d for p, d in described.items() if p not in SCHEMAS} == DESCRIPTIONS


@pytest.mark.parametrize("name", ENV_VAR_PROPERTIES)
def test_environment_variables_share_one_schema(name: str) -> None:
    description = {"description": "Environment variable configuration"}
    reference = {"$ref": f"{REF_PREFIX}EnvVar"}
    assert SCHEMAS["TableKey"]["properties"][name] == description | (
        reference if name == "value" else {"oneOf": [reference, {"type": "null"}]}
    )


def test_management_error_is_a_reference_with_siblings() -> None:
    assert SCHEMAS["ManagementErrorResponse"] == {
        "$ref": f"{REF_PREFIX}BifrostError",
        "type": "object",
        "description": "Error response",
    }


def test_only_these_keywords_occur() -> None:
    # Above all not `nullable`, which 3.1 would ignore.
    assert {keyword for schema in AT.values() for keyword in schema} == {
        "$ref",
        "additionalProperties",
        "default",
        "description",
        "enum",
        "format",
        "items",
        "oneOf",
        "properties",
        "required",
        "type",
    }


def test_the_circle_and_nothing_else_is_recursive() -> None:
    assert {name for name in SCHEMAS if name in reachable(SCHEMAS[name])} == CIRCLE
    for name in CIRCLE:
        assert reachable(SCHEMAS[name]) >= CIRCLE


def test_the_circle_can_end() -> None:
    closing = {
        f"{owner}.{name}": name in SCHEMAS[owner].get("required", [])
        for owner in CIRCLE
        for name, schema in SCHEMAS[owner]["properties"].items()
        if refs(schema) & CIRCLE
    }
    assert closing == {
        "Customer.teams": False,
        "Customer.virtual_keys": False,
        "Team.customer": False,
        "Team.virtual_keys": False,
        "VirtualKey.team": False,
        "VirtualKey.customer": False,
    }
