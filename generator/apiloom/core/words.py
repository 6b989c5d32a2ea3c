"""The words that a name is made of.

`userIDs` is `user` and `ids`, `OAuth2Token` is `oauth2` and `token`: a capital begins a
word, and runs of capitals, their digits and their plural `s` stay together. Names of
the trade that are one word to everybody (`GraphQL`, `macOS`) stand in a table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from apiloom.core.characters import is_old

_REMEMBERED: Final = 20_000
"""Documents use the same names over and over."""

_PROPER_NAMES: Final = (
    # Protocols, formats and schemes that are written with capitals inside.
    *("OAuth", "OpenID", "OpenAPI", "GraphQL", "gRPC", "mTLS", "IPv4", "IPv6"),
    *("IPsec", "ETag", "WebSocket", "WebRTC", "WebAuthn", "WebAssembly", "WebP"),
    *("WiFi", "VoIP", "IoT", "QoS", "DDoS", "eSIM", "LoRaWAN", "RESTful", "LaTeX"),
    *("NoSQL", "PostgreSQL", "MySQL", "SQLite", "MariaDB", "MongoDB", "DynamoDB"),
    # Ways to work and to sell.
    *("DevOps", "DevSecOps", "GitOps", "SaaS", "PaaS", "IaaS", "PoP", "PhD", "kWh"),
    # Languages, systems and services.
    *("JavaScript", "TypeScript", "CoffeeScript", "PowerShell"),
    *("macOS", "iOS", "iPadOS", "watchOS", "tvOS", "visionOS", "FreeBSD", "OpenBSD"),
    *("iPhone", "iPad", "iCloud", "iTunes", "iMessage", "FaceTime", "AirPlay"),
    *("GitHub", "GitLab", "BitBucket", "YouTube", "LinkedIn", "WhatsApp", "TikTok"),
    *("PayPal", "WordPress", "WooCommerce", "OpenAI", "ChatGPT", "VMware", "HAProxy"),
    *("OpenSSL", "OpenSSH", "OpenVPN", "OpenStack", "SharePoint", "OneDrive"),
    *("DocuSign", "HubSpot", "BigQuery", "FedEx", "MasterCard", "eBay"),
)
"""What is surely one word, as it is written. The first letter may have either case."""
_NUMBERED_NAMES: Final = ("2FA", "2D", "3DS", "3D", "4G", "5G")
"""Names that begin with a digit, which would else end the word before."""

_ASCII_PART: Final = re.compile(r"[A-Za-z0-9]+")
_ACRONYM: Final = re.compile(r"([A-Z]+)([A-Z][a-z])")
_HUMP: Final = re.compile(r"([a-z0-9])([A-Z])")
_ENDS_WORD: Final = r"(?=[A-Z][a-z]|[^A-Za-z]|$)"
"""What is behind the last capital of a run that has digits in it."""


@lru_cache(_REMEMBERED)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name in lower case: `getURLsOf2FA` is `get urls of 2fa`.

    Joined they are the letters and digits of `text`, and the words of what is joined
    by underscores are the same words.
    """
    words: list[str] = []
    for part in parts_of(text):
        if _is_one_word(part):
            words.append(part.lower())
            continue
        spaced = _TOGETHER.sub(_apart, part if part.isascii() else _humps_apart(part))
        spaced = _HUMP.sub(r"\1 \2", _ACRONYM.sub(r"\1 \2", spaced))
        words.extend(spaced.lower().split(" "))
    return tuple(filter(None, words))


def parts_of(text: str) -> list[str]:
    """What is left between the characters that no identifier may hold, and between
    underscores."""
    if text.isascii():
        return _ASCII_PART.findall(text)
    normal = unicodedata.normalize("NFKC", text)
    spaced = "".join(
        character if f"a{character}".isidentifier() and is_old(character) else " "
        for character in normal
    )
    return [part for part in spaced.replace("_", " ").split(" ") if part]


def _is_one_word(part: str) -> bool:
    """Whether nothing can split a part: most have no capital but their first letter."""
    rest = part[1:]
    return rest == rest.lower() and part.isascii()


def _humps_apart(part: str) -> str:
    """A space where a small letter of any script meets a capital: `propriétéNom`."""
    pairs = zip(f" {part}", part, strict=False)
    return "".join(
        f" {letter}" if before.islower() and letter.isupper() else letter
        for before, letter in pairs
    )


def _apart(match: re.Match[str]) -> str:
    """A word in lower case between spaces, where no capital is left to split it."""
    return f" {match[0].lower()} "


def _either_case(names: Iterable[str]) -> Iterable[str]:
    """Patterns for names whose first letter is as written, or has the other case.

    One that begins with a small letter is a word at the start alone (`iOS`, but not
    the end of `radiOS`). One that begins with two capitals is none after a capital,
    where it would end another run of them (`FOOAuth`).
    """
    for name in names:
        rest = re.escape(name[1:])
        before = "(?<![A-Z])" if name[1].isupper() else ""
        yield f"{before}{name[0].upper()}{rest}"
        yield f"^{name[0].lower()}{rest}"


def _together() -> re.Pattern[str]:
    """What is one word though it has capitals inside, or both kinds of letters."""
    by_length = sorted(_PROPER_NAMES, key=lambda name: (-len(name), name))
    proper = "|".join(_either_case(by_length))
    numbered = "|".join(_NUMBERED_NAMES)
    alternatives = (
        # OAuth2, GitHubs
        rf"(?:{proper})(?:s|[0-9]+[a-z0-9]*)?(?![a-z])",
        # is2FAEnabled
        rf"(?<![A-Z0-9])(?:{numbered})s?{_ENDS_WORD}",
        # URLs, IDs2, OSes; UUIDv4
        r"[A-Z]{2,}(?:v[0-9]+|(?:(?<=[SX])e)?s)[0-9]*(?![a-z])",
        # 2FA, 5GNetwork, at the start
        rf"^[0-9]+[A-Z]+s?{_ENDS_WORD}",
        # P2P, K8SCluster
        rf"(?<![A-Z0-9])[A-Z]+(?:[0-9]+[A-Z])+{_ENDS_WORD}",
    )
    # None of them begins with a small letter but at the start, as most places do.
    return re.compile(rf"(?:^|(?=[A-Z0-9]))(?:{'|'.join(alternatives)})")


_TOGETHER: Final = _together()
