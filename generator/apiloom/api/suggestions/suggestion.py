"""One suggestion: a rule of the configuration, and why it is likely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from apiloom.core.page_rule import PageRule
from apiloom.core.rename_rule import RenameRule
from apiloom.core.stream_rule import StreamRule
from apiloom.core.type_choice import TypeChoice

Rule: TypeAlias = PageRule | StreamRule | TypeChoice | RenameRule
"""What is suggested is a rule as the configuration has it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A rule, and the reason for it: one line of text for people."""

    rule: Rule
    reason: str
