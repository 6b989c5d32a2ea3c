"""Models that no library judges: dataclasses, or structs of msgspec.

What reads and writes them is compiled from their annotations when it is first needed,
and the keywords that no type expresses are judged by the evaluator.
"""
