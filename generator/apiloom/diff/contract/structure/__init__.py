"""What differs between two documents, before anybody judges it."""
