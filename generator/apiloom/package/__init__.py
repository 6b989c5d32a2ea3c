"""From rendered files to a folder on disk: formatted, compared with what stands there,
swapped in whole.

In: `RenderedFile`. Out: `FileSet`, `Comparison`, and the folder itself.
"""
