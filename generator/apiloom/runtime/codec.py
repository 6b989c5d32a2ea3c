"""The seam between what travels and the classes that it becomes.

The client and the server ask here, and nobody else of them knows which library has the
models: how a type is read, judged and written (`codec_of`), which fields a model has,
and how an instance is made of what does not fit it.
"""

from .codec_contract import DeclaredField, Refusal, TypeCodec, by_spelling
from .pydantic_codec import (
    AnyModel,
    Invalid,
    Unwritable,
    codec_of,
    construct,
    declared_fields,
    discriminator_of,
    extra_type,
    field_type,
    from_json,
    is_asserted,
    is_clash,
    is_model,
    is_partial,
    present_values,
    refusal_count,
    refusals,
    to_json,
    unreadable,
    with_constants,
)

__all__ = [
    "AnyModel",
    "DeclaredField",
    "Invalid",
    "Refusal",
    "TypeCodec",
    "Unwritable",
    "by_spelling",
    "codec_of",
    "construct",
    "declared_fields",
    "discriminator_of",
    "extra_type",
    "field_type",
    "from_json",
    "is_asserted",
    "is_clash",
    "is_model",
    "is_partial",
    "present_values",
    "refusal_count",
    "refusals",
    "to_json",
    "unreadable",
    "with_constants",
]
