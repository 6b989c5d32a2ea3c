"""`<package>.testing`: APIs that a test answers, and clients in memory."""
