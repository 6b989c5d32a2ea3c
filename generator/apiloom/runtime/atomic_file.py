"""Files that are there when they are whole, or not at all."""

import os
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Self


class AtomicFile:
    """Writes beside the file, and takes its place when the block ends without error.

    A link stays one: what it leads to is replaced. Raises `OSError`.
    """

    def __init__(self, path: "str | os.PathLike[str]") -> None:
        self._path = Path(path).resolve()
        # Some file systems have no names of over 255 bytes.
        draft = f".{self._path.name[:60]}.{token_hex(8)}.part"
        self._draft = self._path.with_name(draft)
        self.size = 0

    def __enter__(self) -> Self:
        if self._path.is_dir():
            message = f"{str(self._path)!r} is a folder; name a file in it"
            raise IsADirectoryError(message)
        self._file = self._draft.open("xb")
        return self

    def write(self, piece: bytes) -> None:
        """Adds to what will be the file."""
        self.size += self._file.write(piece)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self._file.close()
            if kind is None:
                self._draft.replace(self._path)
        finally:
            self._draft.unlink(missing_ok=True)
