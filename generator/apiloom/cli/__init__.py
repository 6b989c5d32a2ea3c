"""The command line: one file per command, and one for what they print."""
