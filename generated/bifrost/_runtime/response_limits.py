"""How much of a response is read, and how much of it is held.

A few hundred bytes can be compressed data for gigabytes (RFC 9110, section 17.6 warns
of such denial of service). What decompresses does so in steps of a megabyte, and
between them the bytes are counted here.
"""

from typing import TYPE_CHECKING, Any

import httpx2

from .errors import ResponseTooLarge

if TYPE_CHECKING:
    from .operation import Operation

MAX_RESPONSE_BYTES = 256 * 1024 * 1024
"""What a call holds of a body, where neither the client nor the call says otherwise."""
_BEYOND_DOUBT = 16 * 1024 * 1024
"""No body is suspicious up to here."""
_LIKELY = 200
"""JSON is compressed to a tenth, now and then to a fiftieth; a bomb to a thousandth."""


class Meter:
    """Counts a body as it is read, and raises `ResponseTooLarge` beyond a limit.

    One that is `held` in memory is also refused as soon as it is plain that it was made
    to fill memory: a compressed one of hundreds of times its size. Without a limit
    nothing is refused. It knows nothing of the call that has it: in a circle, whatever
    a call has received would stay until Python looks for circles.
    """

    __slots__ = ("_held", "_limit", "_operation", "_watched", "read")

    def __init__(
        self,
        limit: int | None,
        operation: "Operation[Any]",
        *,
        held: bool = False,
    ) -> None:
        self.read = 0
        self._limit = limit
        self._operation = operation
        self._held = held
        self._watched = min(limit, _BEYOND_DOUBT) if held and limit else limit

    def take(self, piece: bytes, response: httpx2.Response) -> None:
        """Counts a piece that has been read; raises `ResponseTooLarge`."""
        self.read += len(piece)
        if self._watched is not None and self.read > self._watched:
            self._look(response)

    def _look(self, response: httpx2.Response) -> None:
        if self._limit is not None and self.read > self._limit:
            raise self._refusal(response, f"its body is over {self._limit} bytes")
        if self._held and self.read > _LIKELY * response.num_bytes_downloaded:
            raise self._refusal(
                response,
                f"{response.num_bytes_downloaded} compressed bytes have come to"
                f" {self.read} already",
            )

    def _refusal(self, response: httpx2.Response, reason: str) -> ResponseTooLarge:
        """The exception for a body that is not read any further."""
        operation = self._operation
        return ResponseTooLarge(
            f"{operation.id}: a response with status {response.status_code}: {reason}",
            status_code=response.status_code,
            headers=response.headers,
            body=b"",
            operation=(operation.id, operation.method, operation.path),
        )
