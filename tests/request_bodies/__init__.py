"""Request bodies on the wire: files, parts, media types, texts."""
