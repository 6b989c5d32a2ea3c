"""From rendered files to a folder on disk: formatted, checked, swapped in whole."""
