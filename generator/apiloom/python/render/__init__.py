"""Jinja prints views; it decides nothing.

In: drafts of planned files. Out: `RenderedFile` for each, the runtime among them.
"""
