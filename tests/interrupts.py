"""Programs that are to be interrupted, however the tests themselves were started."""

from __future__ import annotations

from typing import Final

HEED: Final = """\
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
"""
"""How they begin: what a shell runs in the background ignores Ctrl-C."""
