"""Which words models are written in."""

from __future__ import annotations

from apiloom.core.model_style import ModelStyle
from apiloom.python.targets.models.plain_vocabulary import PlainVocabulary
from apiloom.python.targets.models.pydantic_vocabulary import PydanticVocabulary
from apiloom.python.targets.models.vocabulary import Vocabulary


def vocabulary_of(style: ModelStyle) -> Vocabulary:
    """The words of models of this style."""
    if style == "pydantic":
        return PydanticVocabulary()
    return PlainVocabulary(structs=style == "msgspec")
