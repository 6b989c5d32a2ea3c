"""Multipart bodies as the values that operations declare."""

from typing import Any

from ..codec import Invalid, codec_of, to_json
from ..form_files import with_texts
from ..narrowing import is_array, is_object
from ..operation import MediaType
from ..part_splitter import PartsError, TooManyPartsError
from ..shape import shape_of
from .forms import Form, FormError
from .problem import BodyError, Problem, ProblemError, body_errors
from .received_form import ReceivedForm, length_errors, size_of_file
from .request import HttpRequest
from .spooling import PartReader
from .uploaded import UploadedFile


class UnfinishedError(Exception):
    """A body is refused before all of it has come."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class MultipartBody:
    """Reads bodies of one media type, each part as what its schema says."""

    def __init__(
        self, declared: MediaType, boundary: str, form: type[ReceivedForm] | None
    ) -> None:
        self._type = declared.type
        self._boundary = boundary
        self._class = form
        self._form = Form(shape_of(declared.type), declared.encoding)

    async def read(self, http: HttpRequest, limit: int, in_memory: int) -> Any:
        """The value of a body, whose files belong to the request.

        Raises `ProblemError`, `UnfinishedError`, `TooLongError`, `ClientDisconnect`.
        """
        is_file = self._form.files()
        reader = PartReader(self._boundary, is_file, http.files, limit, in_memory)
        try:
            await reader.read(http.receive)
        except PartsError as error:
            status = 413 if isinstance(error, TooManyPartsError) else 400
            problem = Problem(status, str(error), part="body")
            if reader.is_complete:
                raise ProblemError(problem) from None
            raise UnfinishedError(problem) from None
        try:
            value = self._form.value(reader.parts)
        except FormError as error:
            raise ProblemError(Problem(400, str(error), part="body")) from None
        return self._judged(value)

    def _judged(self, value: Any) -> Any:
        try:
            if self._class is None or not is_object(value):
                value = _in_memory(value)
                return codec_of(self._type).read_form(value)
            written = with_texts(value, size_of_file)
            judged = codec_of(self._type).read_json(to_json(written))
        except Invalid as error:
            raise _wrong(body_errors(error, value)) from None
        errors = tuple(length_errors(self._type, value))
        if errors:
            raise _wrong(errors)
        return self._class.of(judged, value)


def _in_memory(value: Any) -> Any:
    """The value with the bytes of its files."""
    if is_object(value):
        return {key: _in_memory_too(item) for key, item in value.items()}
    return _in_memory_too(value)


def _in_memory_too(value: Any) -> Any:
    if is_array(value):
        return [_bytes(item) for item in value]
    return _bytes(value)


def _bytes(value: Any) -> Any:
    return value.read() if isinstance(value, UploadedFile) else value


def _wrong(errors: tuple[BodyError, ...]) -> ProblemError:
    return ProblemError(Problem(400, "The body is not valid.", errors, "body"))
