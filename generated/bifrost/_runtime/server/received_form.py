"""Multipart forms with files as handlers get them: values, and files to read."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

from ..codec import AnyModel, declared_fields, field_type, present_values
from ..encoded_types import marks_in
from ..form_files import LONGEST_TEXT
from ..narrowing import is_array
from .problem import BodyError
from .uploaded import UploadedFile


class ReceivedForm:
    """What all forms have in common: generated subclasses add the declared fields."""

    __slots__ = ("_extra", "_sent")
    __dataclass_fields__: ClassVar[dict[str, Any]]
    _extra: Mapping[str, Any]
    _sent: frozenset[str]

    @property
    def fields_sent(self) -> frozenset[str]:
        """The fields that the caller has sent: others have their defaults."""
        try:
            return self._sent
        except AttributeError:
            return frozenset()

    @property
    def extra_properties(self) -> Mapping[str, Any]:
        """What came in the form under keys that the document does not name."""
        try:
            return self._extra
        except AttributeError:
            return {}

    @classmethod
    def of(cls, judged: AnyModel, sent: Mapping[str, Any]) -> Self:
        """A form of what was judged; the files that were sent are in their places."""
        fields = declared_fields(type(judged))
        values = {
            name: _with_files(
                value, sent.get(fields[name].key if name in fields else name)
            )
            for name, value in present_values(judged).items()
        }
        known = values.keys() & cls.__dataclass_fields__.keys()
        form = cls(**{name: values[name] for name in known})
        extra = {name: value for name, value in values.items() if name not in known}
        object.__setattr__(form, "_extra", extra)
        object.__setattr__(form, "_sent", frozenset(known))
        return form


def size_of_file(value: Any) -> int | None:
    """How long a file is; None for what is none."""
    return value.size if isinstance(value, UploadedFile) else None


def length_errors(
    model: type[AnyModel], sent: Mapping[str, Any]
) -> Iterator[BodyError]:
    """What is wrong with files so long that a text stands for a part of them."""
    for name, field in declared_fields(model).items():
        given = sent.get(field.key)
        listed = is_array(given)
        for position, file in enumerate(given if is_array(given) else [given]):
            size = size_of_file(file) or 0
            longest = _longest(field_type(model, name)) if size > LONGEST_TEXT else size
            if size > longest:
                place = f"/{position}" if listed else ""
                yield BodyError(
                    f"/{field.key}{place}", f"Is longer than {longest} bytes"
                )


def _longest(type_: Any) -> int:
    """How long a file of the type may be."""
    limits: list[int] = []
    for mark in marks_in(type_):
        # The class of what asserts keywords depends on the library of the models.
        keywords = getattr(mark, "keywords", dict[str, Any])
        limits += [keywords()["maxLength"]] if "maxLength" in keywords() else []
    return min(limits, default=2**63)


def _with_files(judged: Any, sent: Any) -> Any:
    if is_array(judged) and is_array(sent):
        pairs = zip(judged, sent, strict=True)
        return [file if isinstance(file, UploadedFile) else own for own, file in pairs]
    return sent if isinstance(sent, UploadedFile) else judged
