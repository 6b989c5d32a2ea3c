"""The version of apiloom, which stands in the manifest of a package, nowhere else."""

from __future__ import annotations

__version__ = "0.1.0"
