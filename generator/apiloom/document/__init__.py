"""From bytes to one tree of one shape: read, bundled, judged, lifted from any version.

In: a path or a revision, and a policy. Out: `NormalDocument`.
"""
