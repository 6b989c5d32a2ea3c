"""What a change of a document does: to the contract, to Python, to the files.

In: two documents as parsed, two packages as text. Out: `Preview`, and reports of it.
"""
