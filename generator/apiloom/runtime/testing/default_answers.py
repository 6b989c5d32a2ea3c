"""What a mocked API answers where no test has said it."""

import json
from collections.abc import Mapping
from typing import Any, cast

from ..codec import Invalid
from ..narrowing import is_object
from ..operation import Operation
from ..server.paths import PATH_VALUES
from ..server.reply import Reply
from ..server.request import HttpRequest
from ..server.route import Route
from ..server.wire import Answer
from .example_replies import example_reply, examples, reply_class, usual_status
from .mock_answers import Step
from .preferences import preference_of
from .stored_items import Collections


class DefaultAnswers:
    """Examples of the document, or values made of its schemas.

    A client may ask for another response, or example. With `collections` what it puts
    comes back.
    """

    def __init__(self, package: str, collections: Collections | None) -> None:
        self._package = package
        self._collections = collections

    async def of(self, tag: str, route: Route, request: Any) -> Step:
        """The answer to a request of an operation.

        Raises `NoExampleError` where nothing is known that the response could hold.
        """
        operation, http = route.operation, cast("HttpRequest", request.http)
        wanted = preference_of(http.headers.getlist("prefer"))
        key = _success(operation)
        if wanted.code is not None:
            key = operation.response_key(wanted.code) or ""
        if not key:
            return Answer(wanted.code or 200, [])
        known = examples(self._package, tag).get(route.handler, {})
        example: Mapping[str, Any] = known.get(key, {})
        named = example.get("examples", {})
        if wanted.example in named:
            example = {**example, "value": named[wanted.example]}
        elif "after" in example and await _is_later(http, example["after"]):
            example = {**example, "value": example["after"]["value"]}
        elif self._collections is not None and wanted.code is None:
            return await self._remembered(self._collections, route, http, key, known)
        return _reply(route, key, wanted.code, example)

    async def _remembered(
        self,
        collections: Collections,
        route: Route,
        http: HttpRequest,
        key: str,
        known: Mapping[str, Any],
    ) -> Step:
        """The same, by what a collection holds."""
        operation, example = route.operation, known.get(key, {})
        value = collections.answer(
            operation.method,
            operation.path,
            http.scope[PATH_VALUES],
            await _json(http) if operation.body is not None else None,
            example.get("value"),
        )
        if value.is_lost:
            key = operation.response_key(404) or ""
            return (
                _reply(route, key, 404, known.get(key, {})) if key else Answer(404, [])
            )
        if not value.is_known:
            return _reply(route, key, None, example)
        try:
            return _reply(route, key, None, {**example, "value": value.body})
        except Invalid:
            # The response has no place for something that the request had.
            members = {n: v for n, v in value.body.items() if n in example["value"]}
            return _reply(route, key, None, {**example, "value": members})


def _success(operation: Operation[Any]) -> str:
    """The response that says that all went well, or the first."""
    declared = operation.responses
    successes = (key for kind in "23d" for key in declared if key[0] == kind)
    return next(successes, next(iter(declared)))


def _reply(
    route: Route, key: str, status: int | None, example: Mapping[str, Any]
) -> Reply[Any]:
    kind = reply_class(route, key)
    if key.isdigit():
        status = None
    elif status is None:
        status = usual_status(key, route.operation.responses)
    return example_reply(route, kind, status, example)


async def _is_later(http: HttpRequest, pages: Mapping[str, Any]) -> bool:
    """Whether a request is for a page after the first, which is all that there is."""
    if "query" in pages:
        given: object = http.query_params.get(pages["query"])
    else:
        body = await _json(http)
        given = body.get(pages["property"]) if is_object(body) else None
    return given not in (None, "") and str(given) != str(pages["first"])


async def _json(http: HttpRequest) -> object:
    """The body of a request, None where it is no JSON."""
    if "json" not in http.headers.get("content-type", ""):
        return None
    return json.loads(await http.body())
