"""What a generated package looks like; imports are of the runtime in place."""

from apiloom.runtime.lazy import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    {".": ["errors", "models"], ".client": ["AsyncClient", "Client"]},
)
