"""Python as a target: names, types, literals, imports and their layout."""
