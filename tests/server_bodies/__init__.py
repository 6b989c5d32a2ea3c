"""Request bodies as a generated server reads them: exact bytes over raw sockets."""
