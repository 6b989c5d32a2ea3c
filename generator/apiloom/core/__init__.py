"""What every wing builds on: problems and where they stand, the text of documents,
names, and what the user allows and wants.

It knows no document, no Python code and no folder.
"""
