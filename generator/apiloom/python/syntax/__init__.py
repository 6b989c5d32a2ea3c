"""Python as a target: names, types, literals, imports and their layout.

In: expressions and statements that name symbols, and texts of documents. Out: their
lines, laid out as black does it, and the imports that the symbols need.
"""
