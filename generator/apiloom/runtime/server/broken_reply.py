"""What is wrong with a reply that breaks the document."""


class BrokenReplyError(Exception):
    """A handler's reply is not what the document declares."""
