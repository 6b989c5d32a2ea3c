"""The contract of two documents held against each other."""
