"""From the resolved API to the text of modules.

In: `ResolvedApi`. `targets` plan files as views with nothing undecided, `render` prints
them. Out: `RenderedFile`.
"""
