"""How senders of webhooks sign what they send, and how receivers verify it."""

import hashlib
import hmac
import math
import time
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, TypeAlias

from .errors import ApiError

Secret: TypeAlias = str | bytes
"""What sender and receiver know, and nobody else."""
Digest: TypeAlias = Literal["sha256", "sha512", "sha384", "sha1"]

TOLERANCE: Final = 300.0
"""Seconds between the clocks of sender and receiver, the way included."""


class SignatureError(ApiError):
    """A webhook that is not, or not provably, from whom it says it is.

    Its message names neither secrets nor signatures.
    """


class Verifier(Protocol):
    """What says whether a webhook is authentic."""

    def verify(self, body: bytes, headers: Mapping[str, str], /) -> None:
        """Raises `SignatureError` unless the body is as its sender signed it."""
        ...


class Signer(Protocol):
    """What signs a webhook before it is sent."""

    def sign(self, body: bytes, message_id: str, /) -> Mapping[str, str]:
        """The header fields that prove who has sent the body, and when."""
        ...


@dataclass(frozen=True, slots=True)
class StandardWebhooks:
    """The scheme of the Standard Webhooks specification, with symmetric keys (`v1`).

    A `secret` is `whsec_` and base64; while one replaces another, give both: each is
    accepted, and the first one signs. `prefix` is that of the three header fields
    (`svix` is one that is in use); `tolerance` is in seconds. ValueError for a secret
    that is no base64.
    """

    secret: str | Sequence[str] = field(repr=False)
    prefix: str = "webhook"
    tolerance: float = TOLERANCE

    def __post_init__(self) -> None:
        self._keys()

    def verify(self, body: bytes, headers: Mapping[str, str], /) -> None:
        """Raises `SignatureError` for a wrong, missing or old signature."""
        given = _lower(headers)
        message_id = _needed(given, f"{self.prefix}-id")
        timestamp = _needed(given, f"{self.prefix}-timestamp")
        signatures = _needed(given, f"{self.prefix}-signature").split()
        _check_age(timestamp, self.tolerance)
        versioned = [text[3:] for text in signatures if text.startswith("v1,")]
        expected = self._signatures(message_id, timestamp, body)
        _check(versioned, expected)

    def sign(self, body: bytes, message_id: str, /) -> Mapping[str, str]:
        """The three header fields, with the time as it is."""
        timestamp = str(int(time.time()))
        signature = next(self._signatures(message_id, timestamp, body))
        return {
            f"{self.prefix}-id": message_id,
            f"{self.prefix}-timestamp": timestamp,
            f"{self.prefix}-signature": f"v1,{signature}",
        }

    def _signatures(
        self, message_id: str, timestamp: str, body: bytes
    ) -> Iterator[str]:
        signed = b".".join((message_id.encode(), timestamp.encode(), body))
        for key in self._keys():
            digest = hmac.digest(key, signed, "sha256")
            yield b64encode(digest).decode("ascii")

    def _keys(self) -> Sequence[bytes]:
        secrets = [self.secret] if isinstance(self.secret, str) else self.secret
        try:
            keys = [
                b64decode(secret.removeprefix("whsec_"), validate=True)
                for secret in secrets
            ]
        except Base64Error:
            raise ValueError("a secret of Standard Webhooks is base64") from None
        if not keys or not all(keys):
            raise ValueError("a webhook cannot be verified without a secret")
        return keys


@dataclass(frozen=True, slots=True, kw_only=True)
class HmacSignature:
    """An HMAC (RFC 2104) of the body in a header field, as many services have it.

        HmacSignature(secret=..., header="X-Hub-Signature-256", prefix="sha256=")
        HmacSignature(secret=..., header="X-Shopify-Hmac-Sha256", encoding="base64")
        HmacSignature(secret=..., header="X-Slack-Signature", prefix="v0=",
                      signed="v0:{timestamp}:{body}",
                      timestamp_header="X-Slack-Request-Timestamp")
        HmacSignature(secret=..., header="Stripe-Signature", prefix="v1=",
                      signed="{timestamp}.{body}", timestamp_prefix="t=")

    `prefix` stands before a signature; there may be several in the field, with commas
    between them. `signed` is the text that is signed. Its timestamp has a header of
    its own, or stands in the same one behind `timestamp_prefix`; it may be `tolerance`
    seconds old. While one secret replaces another, give both: each is accepted, and
    the first one signs.
    """

    secret: Secret | Sequence[Secret] = field(repr=False)
    header: str
    prefix: str = ""
    digest: Digest = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    signed: str = "{body}"
    timestamp_header: str | None = None
    timestamp_prefix: str | None = None
    tolerance: float = TOLERANCE

    def __post_init__(self) -> None:
        keys = self._keys()
        if not keys or not all(keys):
            raise ValueError("a webhook cannot be verified without a secret")
        if "{body}" not in self.signed:
            raise ValueError("`signed` must have {body} in it")
        if ("{timestamp}" in self.signed) != self._has_timestamp:
            raise ValueError(
                "a {timestamp} in `signed` needs `timestamp_header` or"
                " `timestamp_prefix`, and they need it"
            )

    def verify(self, body: bytes, headers: Mapping[str, str], /) -> None:
        """Raises `SignatureError` for a wrong, missing or old signature."""
        given = _lower(headers)
        parts = [part.strip() for part in _needed(given, self.header).split(",")]
        timestamp = ""
        if self.timestamp_header is not None:
            timestamp = _needed(given, self.timestamp_header)
        elif self.timestamp_prefix is not None:
            timestamp = next(_behind(self.timestamp_prefix, parts), "")
        if self._has_timestamp:
            _check_age(timestamp, self.tolerance)
        expected = self._signatures(timestamp, body)
        _check(_behind(self.prefix, parts), expected)

    def sign(self, body: bytes, _message_id: str, /) -> Mapping[str, str]:
        """The header fields, with the time as it is; the id is not in them."""
        timestamp = str(int(time.time())) if self._has_timestamp else ""
        signature = self.prefix + next(self._signatures(timestamp, body))
        if self.timestamp_header is not None:
            return {self.timestamp_header: timestamp, self.header: signature}
        if self.timestamp_prefix is not None:
            signature = f"{self.timestamp_prefix}{timestamp},{signature}"
        return {self.header: signature}

    @property
    def _has_timestamp(self) -> bool:
        return self.timestamp_header is not None or self.timestamp_prefix is not None

    def _keys(self) -> Sequence[bytes]:
        given = self.secret
        secrets = [given] if isinstance(given, str | bytes) else given
        return [
            secret.encode() if isinstance(secret, str) else secret for secret in secrets
        ]

    def _signatures(self, timestamp: str, body: bytes) -> Iterator[str]:
        before, _, behind = self.signed.partition("{body}")
        signed = b"".join((_with(before, timestamp), body, _with(behind, timestamp)))
        for key in self._keys():
            digest = hmac.new(key, signed, getattr(hashlib, self.digest)).digest()
            is_hex = self.encoding == "hex"
            yield digest.hex() if is_hex else b64encode(digest).decode("ascii")


def _with(text: str, timestamp: str) -> bytes:
    return text.replace("{timestamp}", timestamp).encode()


def _lower(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Header fields by names in lower case (RFC 9110, section 5.1)."""
    return {name.lower(): value for name, value in headers.items()}


def _needed(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name.lower())
    if not value:
        raise SignatureError(f"no header field {name}")
    return value


def _behind(prefix: str, parts: Iterable[str]) -> Iterator[str]:
    return (part.removeprefix(prefix) for part in parts if part.startswith(prefix))


def _check_age(timestamp: str, tolerance: float) -> None:
    """An old message may be one that somebody sends again."""
    try:
        sent = float(timestamp)
    except ValueError:
        sent = math.nan
    if not math.isfinite(sent):
        raise SignatureError("its timestamp is not a number of seconds")
    age = time.time() - sent
    if abs(age) > tolerance:
        old = "too old" if age > 0 else "from the future"
        raise SignatureError(f"its timestamp is {old}: {abs(age):.0f} s")


def _check(given: Iterable[str], expected: Iterable[str]) -> None:
    """Compares each with each, in a time that says nothing of how far they agree."""
    signatures = [text.encode() for text in given]
    fits = [
        hmac.compare_digest(signature, text.encode())
        for text in expected
        for signature in signatures
    ]
    if not any(fits):
        raise SignatureError("its signature is not that of the sender")
