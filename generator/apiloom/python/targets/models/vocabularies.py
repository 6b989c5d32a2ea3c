"""Which words models are written in."""

from __future__ import annotations

from apiloom.core.model_style import ModelStyle
from apiloom.python.targets.models.pydantic_vocabulary import PydanticVocabulary
from apiloom.python.targets.models.vocabulary import Vocabulary


def vocabulary_of(style: ModelStyle) -> Vocabulary:
    """The words of the library that has models of this style."""
    del style
    return PydanticVocabulary()
