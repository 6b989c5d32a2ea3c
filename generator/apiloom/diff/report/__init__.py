"""A preview as people and programs read it: one module for each form.

In: `Preview`. Out: lines for a terminal, Markdown, JSON, or a page of HTML.
"""
