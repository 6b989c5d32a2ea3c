"""Plans `testing`: an API that a test answers, typed like the server's handlers."""
