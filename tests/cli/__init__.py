"""The command line, and the library calls below it."""
