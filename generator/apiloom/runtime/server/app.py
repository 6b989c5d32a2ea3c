"""From routes and handlers to a Starlette application."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any, TypeAlias, TypedDict, Unpack, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.routing import Route as StarletteRoute
from starlette.types import Receive, Scope, Send

from .app_options import check_options, usable_base
from .body_limits import known_sizes
from .choice import Choice
from .cross_origin import cross_origin
from .document import DocumentEndpoint, PageEndpoint
from .endpoint import Endpoint, Policy
from .failures import ExceptionHandler, Failure, told_by
from .handlers import check_handlers
from .lifespans import Lifespan
from .paths import PATH_VALUES, PathTable
from .problem import PROBLEM_JSON, Problem, ProblemBody
from .route import Route
from .security import SecuritySchemes
from .swagger_ui import swagger_ui_of

_Place: TypeAlias = tuple[str, str, frozenset[str]]
"""A method, a path, and the names in it that may stand for several segments."""


class ServerOptions(TypedDict, total=False):
    """What `create_app` can be told besides handlers and security."""

    problem_body: ProblemBody | None
    """How a problem becomes the body that the document declares for its status."""
    max_body_size: int
    """The longest request body in bytes, 10 MiB if not given; more answers 413."""
    max_body_sizes: Mapping[str, int | None]
    """The same for single operations, by their ids; None where any length will do."""
    ping_interval: float | None
    """After how many seconds without an event a stream of them says that it goes on, by
    a comment, so that no proxy takes it for dead: 15 if not given; None for never."""
    validate_replies: bool
    """Judge every reply by its schema too, at the price of reading it back."""
    exceptions: Mapping[type[Exception], Failure]
    """What exceptions of handlers and security functions answer: a status, or a
    function that makes an `HttpError` or a reply of one; by the nearest class."""
    document_path: str | None
    """Where the document is served, `/openapi.json` if not given; None for nowhere."""
    page_path: str | None
    """Where the interactive page is, `/docs` if not given; None for nowhere."""
    swagger_ui: str
    """An installed distribution that brings Swagger UI, such as `"fastapi-swagger"`:
    its files are served as the interactive page, and none from elsewhere."""
    lifespan: Lifespan
    """What runs around the life of the application, as in Starlette; what it yields
    is the state of each request."""
    middleware: Sequence[Middleware]
    """Starlette middleware, the outermost first."""
    base_path: str
    """Below which path everything is, such as `/api/v2`, and nowhere else. If not given
    it is at the root, and below the paths of the document's servers as well."""
    cors: Sequence[str]
    """Origins whose pages may call, `["https://app.example.com"]`, or `["*"]`: with the
    methods and header fields of the document."""


def build_app(
    *services: tuple[object | None, Sequence[Route]],
    security: SecuritySchemes[Any] | None,
    document: Traversable,
    base_paths: tuple[str, ...] = (),
    **options: Unpack[ServerOptions],
) -> Starlette:
    """The application that answers the operations of `services`.

    A service is an object with a method for each of its routes; where it is None, they
    all answer 501.
    `document` is what the generated package was made from, `base_paths` are those of
    its servers. Raises `TypeError` where what is to handle an operation cannot, and for
    an option that there is not, `ValueError` where two operations have one method and
    path, or `max_body_sizes` names an operation that is not there, and `ImportError`
    where there is no `swagger_ui`.
    """
    check_options(options.keys(), ServerOptions.__annotations__, _tags(services))
    schemes = security or SecuritySchemes()
    policy = Policy(
        security=schemes,
        problem_body=options.get("problem_body"),
        max_body_size=options.get("max_body_size", 10 * 1024 * 1024),
        max_body_sizes=known_sizes(options.get("max_body_sizes", {}), services),
        validate_replies=options.get("validate_replies", False),
        ping_interval=options.get("ping_interval", 15.0),
        exceptions=options.get("exceptions", {}),
    )
    given = options.get("base_path")
    first, *others = ("", *base_paths) if given is None else (usable_base(given),)
    table = _table(_by_place(services, policy), first, others)
    pages = [
        page for base in (first, *others) for page in _pages(document, base, options)
    ]
    middleware = options.get("middleware", ())
    if "cors" in options:
        asked = [route.operation for _, routes in services for route in routes]
        checks = schemes.schemes.values()
        allowing = cross_origin(options["cors"], asked, checks, middleware)
        middleware = (allowing, *middleware)
    app = _Application(
        table,
        routes=[table, *pages],
        middleware=middleware,
        lifespan=cast("Any", options.get("lifespan")),
        exception_handlers={HTTPException: _http_problem, Exception: _failure},
    )
    app.router.redirect_slashes = False
    return app


def _tags(services: Iterable[tuple[object | None, Sequence[Route]]]) -> list[str]:
    """What the tags are called in Python, which is what their modules are."""
    modules = (routes[0].request.__module__ for _, routes in services if routes)
    return [module.rpartition(".")[2] for module in modules]


def _table(
    places: Mapping[_Place, list[Endpoint]], base: str, others: Iterable[str]
) -> PathTable:
    """All paths below `base`, and below the others as well."""
    table = PathTable()
    for (method, path, several), endpoints in places.items():
        is_plain = len(endpoints) == 1 and not endpoints[0].operation.query
        endpoint = endpoints[0] if is_plain else Choice(endpoints)
        table.add(method, base + path, endpoint, several)
        for other in others:
            table.add_based(method, other + path, endpoint, several)
        for server in {each.operation.server: None for each in endpoints}:
            if server is not None:
                whole = server.rstrip("/") + path
                table.add_elsewhere(method, whole, endpoint, several)
    return table


def _by_place(
    services: Iterable[tuple[object | None, Sequence[Route]]], policy: Policy
) -> dict[_Place, list[Endpoint]]:
    """The endpoints of each method and path.

    Raises `ValueError` where nothing tells two of them apart.
    """
    found: dict[_Place, list[Endpoint]] = {}
    known: set[object] = set()
    for api, routes in services:
        if api is not None:
            check_handlers(api, routes)
        for route in routes:
            operation = route.operation
            several = (each.name for each in operation.parameters if each.several)
            place = (operation.method, operation.path, frozenset(several))
            needed = [each for each in operation.parameters if each.required]
            whole = (place, operation.query, repr(needed))
            if whole in known:
                raise ValueError(f"two operations for {place[0]} {place[1]}")
            known.add(whole)
            found.setdefault(place, []).append(Endpoint(route, api, policy))
    return found


class _Application(Starlette):
    """Starlette, but a request for the document's own paths takes the shortest way.

    Endpoints answer their own errors, so only middleware can need to come before them.
    """

    def __init__(self, table: PathTable, **options: Any) -> None:
        super().__init__(**options)
        self._table = table
        self._own = dict(self.exception_handlers)

    @property
    def handlers(self) -> Mapping[Any, ExceptionHandler]:
        """The handlers of exceptions that were added to the application."""
        added = self.exception_handlers.items() - self._own.items()
        return cast("Mapping[Any, ExceptionHandler]", dict(added))

    def path_of(self, scope: Scope) -> str | None:
        """The path template of the operation that a request is for, if it is one."""
        endpoint, _ = self._table.find(scope) or (None, None)
        route: Route | None = getattr(endpoint, "route", None)
        return None if route is None else route.path_format

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = None if self.user_middleware else self._table.find(scope)
        if found is None:
            await super().__call__(scope, receive, send)
            return
        endpoint, scope[PATH_VALUES] = found
        scope["app"] = self
        await endpoint(scope, receive, send)


def _pages(document: Traversable, base: str, options: ServerOptions) -> list[BaseRoute]:
    """The document and its page, below a path."""
    document_path = options.get("document_path", "/openapi.json")
    page_path = options.get("page_path", "/docs")
    if document_path is None:
        return []
    pages: list[BaseRoute] = [_page(base + document_path, DocumentEndpoint(document))]
    if page_path is None:
        return pages
    if "swagger_ui" in options:
        distribution = options["swagger_ui"]
        parts = swagger_ui_of(distribution, page_path, document_path, base)
        pages += [_page(base + path, endpoint) for path, endpoint in parts]
    else:
        pages.append(_page(base + page_path, PageEndpoint(document_path, base)))
    return pages


def _page(path: str, endpoint: Callable[..., Any]) -> BaseRoute:
    return StarletteRoute(path, endpoint, methods=["GET"])


async def _http_problem(request: Request, error: Exception) -> Response:
    """What Starlette itself refuses: unknown paths, methods of the two pages."""
    del request
    assert isinstance(error, HTTPException)
    return _response(told_by(error), error.headers)


async def _failure(request: Request, error: Exception) -> Response:
    """An exception outside of any handler, such as in middleware."""
    del request, error
    return _response(Problem(500))


def _response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return Response(problem.to_json(), problem.status, headers, media_type=PROBLEM_JSON)
