"""What a run comes to, as the exit code of a process (README, "Commands")."""

from __future__ import annotations

from typing import Final

FINE: Final = 0
DIFFERS: Final = 1
"""The output is out of date, or a warning met `--strict`."""
UNUSABLE: Final = 2
"""The document or the call cannot be used."""
INTERNAL: Final = 70
"""A bug of apiloom, as `EX_SOFTWARE` of sysexits.h."""
