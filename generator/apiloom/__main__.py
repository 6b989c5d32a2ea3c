"""`python -m apiloom` does what the command `apiloom` does."""

from __future__ import annotations

import sys

from apiloom.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
