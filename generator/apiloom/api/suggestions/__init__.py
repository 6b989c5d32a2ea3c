"""What the configuration might say of an API: guesses by shape, for people to judge.

In: a `ResolvedApi`. Out: rules as the configuration has them, each with the reason.
Nothing here changes what is generated, and nothing is guessed anywhere else.
"""

from __future__ import annotations

from apiloom.api.resolved_api import ResolvedApi
from apiloom.api.suggestions.file_suggestions import file_suggestions
from apiloom.api.suggestions.page_suggestions import PageSuggestions
from apiloom.api.suggestions.rename_suggestions import rename_suggestions
from apiloom.api.suggestions.stream_suggestions import stream_suggestions
from apiloom.api.suggestions.suggestion import Rule, Suggestion

__all__ = ["Rule", "Suggestion", "suggestions"]


def suggestions(resolved: ResolvedApi) -> tuple[Suggestion, ...]:
    """All that is likely of an API, and that the configuration does not say yet."""
    return (
        *PageSuggestions(resolved).all(),
        *stream_suggestions(resolved),
        *file_suggestions(resolved),
        *rename_suggestions(resolved),
    )
