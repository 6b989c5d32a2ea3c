"""The mark of types whose values are bytes in Python, and text on the wire."""


class EncodedText:
    """Marks a type whose bytes are encoded where they are written (RFC 4648)."""

    __slots__ = ()
