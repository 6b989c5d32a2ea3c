"""What a mock answers, and how the answers of the document's examples are made."""
