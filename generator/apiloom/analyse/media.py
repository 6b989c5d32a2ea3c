"""What media types carry (RFC 6838; structured suffixes of RFC 6839)."""

from __future__ import annotations

from apiloom.text import Text, reveal


def is_json(name: Text) -> bool:
    """JSON by its subtype or its suffix."""
    essence = _essence(name)
    return essence == "application/json" or essence.endswith("+json")


def is_form(name: Text) -> bool:
    """A form, whose fields are the properties of an object."""
    return _essence(name) in {
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    }


def is_text(name: Text) -> bool:
    """Text that is read as a string; XML is not parsed."""
    essence = _essence(name)
    return essence.startswith("text/") or essence.endswith(("/xml", "+xml"))


def has_model(name: Text) -> bool:
    """Whether the schema decides the Python type of what is carried."""
    return is_json(name) or is_form(name)


def _essence(name: Text) -> str:
    """Type and subtype without parameters (RFC 9110, section 8.3.1)."""
    return reveal(name).partition(";")[0].strip().lower()
