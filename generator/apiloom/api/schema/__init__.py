"""What a schema is, and its algebra: what holds where several meet.

Shapes whose children are ids: no Python names, no JSON trees, no document syntax.
"""
