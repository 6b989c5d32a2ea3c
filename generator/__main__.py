"""`python generator ...` runs apiloom from a bare checkout, with nothing installed.

Python puts this folder first on its path, so the package beside this file is found.
"""

from __future__ import annotations

import sys

from apiloom.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
