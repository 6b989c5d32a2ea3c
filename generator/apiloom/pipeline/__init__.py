"""One document on its way through all stages, and the library API.

The only wing that knows all others but the command line. In: a `Job`. Out: an
`Outcome` or a `Preview`.
"""
