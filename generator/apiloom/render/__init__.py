"""Jinja prints views; it decides nothing."""

from apiloom.render.files import RenderedFile
from apiloom.render.locate import templates_digest
from apiloom.render.render import render

__all__ = ["RenderedFile", "render", "templates_digest"]
