"""What the pytest plug-in of a package is made of."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from .mock_api import MockedApi

MARKER = "mock_api"
_ABOUT = (
    f"{MARKER}(defaults=False, stateful=False, seed=None, all_called=False): how the"
    " fixture of that name answers, and whether all that is declared has to be called"
)


def fixture_of(make: Callable[..., MockedApi]) -> Any:
    """The fixture `mock_api`: a new API for each test, verified at its end.

    Without pytest, which a package can do without, it is just what makes one.
    """

    def mock_api(request: Any) -> Iterator[MockedApi]:
        """An API that the test answers; an undeclared call fails the test."""
        marker = request.node.get_closest_marker(MARKER)
        options = dict(marker.kwargs) if marker is not None else {}
        all_called = options.pop("all_called", False)
        api = make(**options)
        yield api
        api.verify(all_called=all_called)

    if find_spec("pytest") is None:
        return make
    return import_module("pytest").fixture(mock_api)


def pytest_configure(config: Any) -> None:
    """Tell pytest of the marker."""
    config.addinivalue_line("markers", _ABOUT)
