"""What a user begins with: handlers for the server, and a test by the client."""
