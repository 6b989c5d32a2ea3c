"""`[tool.apiloom]` of a project's `pyproject.toml`: what to generate from what.

One table for one document, or `[[tool.apiloom.documents]]` for several; keys beside
those hold for all of them. `table_keys.py` has the one table of keys, from which
judging, the JSON Schema for editors and the documentation follow. Paths are relative to
the folder of the file; an output outside that folder is refused.
"""

from apiloom.cli.config.configured import Configuration, configured
from apiloom.cli.config.read_project import Project, read_project

__all__ = ["Configuration", "Project", "configured", "read_project"]
