"""Documents with one thing wrong, made by chance: generated and imported, or refused.

`python -m tests.mutants.by_hand --count N DOCUMENT...` judges mutants of any document.
"""
