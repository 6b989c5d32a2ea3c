"""Bytes that are text on the wire (RFC 4648; JSON Schema validation, section 8.3)."""

from base64 import b16encode, b32decode, b32encode, urlsafe_b64decode, urlsafe_b64encode
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable
from typing import Annotated, Any

from pydantic_core import core_schema

from .encoded_text import EncodedText
from .formats import ReadByPython, text_like
from .spellings import BASE16, BASE32, BASE64, BASE64URL


class _Encoded(ReadByPython, EncodedText):
    """Bytes in Python, and their encoding on the wire."""

    __slots__ = ("_encode", "_encoding")

    def __init__(
        self,
        name: str,
        encoding: str,
        spelling: str,
        decode: Callable[[str], bytes],
        encode: Callable[[bytes], bytes],
    ) -> None:
        super().__init__(name, text_like(f"^{spelling}$"), bytes, decode, encoding)
        self._encoding = encoding
        self._encode = encode

    def written(self) -> dict[str, Any]:
        """The text, in JSON alone: Python has the bytes."""
        serialization = core_schema.plain_serializer_function_ser_schema(
            self._text_of, when_used="json-unless-none"
        )
        return {"serialization": serialization}

    def described(self) -> dict[str, Any]:
        """By the keyword that says so: `format` would not tell the encodings apart."""
        return {"type": "string", "contentEncoding": self._encoding}

    def _text_of(self, value: Any) -> str:
        if not isinstance(value, bytes):
            raise _not_bytes()
        return self._encode(value).decode("ascii")


def _not_bytes() -> ValueError:
    return ValueError("Input should be bytes")


def _with_padding(text: str) -> bytes:
    """It may be left out where the length is known (RFC 4648, section 3.2)."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _base64(value: bytes) -> bytes:
    return b2a_base64(value, newline=False)


Base64 = Annotated[bytes, _Encoded("byte", "base64", BASE64, a2b_base64, _base64)]
"""Bytes as base64 with its padding (RFC 4648, section 4)."""

Base64Url = Annotated[
    bytes,
    _Encoded("base64url", "base64url", BASE64URL, _with_padding, urlsafe_b64encode),
]
"""Bytes as base64 for URLs (RFC 4648, section 5); read without its padding too."""

Base32 = Annotated[bytes, _Encoded("base32", "base32", BASE32, b32decode, b32encode)]
"""Bytes as base32 with its padding (RFC 4648, section 6)."""

Base16 = Annotated[
    bytes, _Encoded("base16", "base16", BASE16, bytes.fromhex, b16encode)
]
"""Bytes as hexadecimal digits (RFC 4648, section 8), read in either case."""
