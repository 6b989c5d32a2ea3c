"""Names of statuses (RFC 9110, section 15), the same under every Python."""

from http import HTTPStatus

_RENAMED = {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}
"""What `HTTPStatus` calls by the older names until Python 3.13."""


def reason(status: int) -> str | None:
    """The reason phrase; None for a status that is not registered."""
    try:
        return _RENAMED.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return None


def gives_undeclared(method: str, key: str) -> bool:
    """Whether a call returns the bytes that come in a success without content.

    What reads (RFC 9110, section 9.3.1) is called for what it gives, also where the
    document does not say what that is. `key` is that of the response.
    """
    is_silent = key in ("204", "205")
    return method in ("GET", "QUERY") and key[:1] == "2" and not is_silent
