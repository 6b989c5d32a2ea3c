"""Things, in every style that a parameter can have"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, TypeAlias

from pydantic import Field

from apiloom.runtime.digits import Integer
from apiloom.runtime.operation import (
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    Response,
    ResponseHeader,
)
from apiloom.runtime.server.arriving import BodyStream
from apiloom.runtime.server.reply import EmptyReply, ErrorReply, RangeReply, Reply
from apiloom.runtime.server.request import OperationRequest
from apiloom.runtime.server.route import Handled, NotImplementedOperation, Route
from apiloom.runtime.server.schemes import Principal

from ..models import BifrostError, Filter, Kind, Page, Point, Signup, Upload


class SearchThings:
    """Search things (GET /things/{kind}/{ids})"""

    @dataclass(frozen=True, kw_only=True)
    class Request(OperationRequest):
        """What the caller sent."""

        kind: Kind
        ids: list[Integer]
        limit: int = 20
        exact: bool | None = None
        since: date | None = None
        tags: list[str] | None = None
        sizes: list[Integer] | None = None
        piped: list[str] | None = None
        spaced: list[str] | None = None
        filter: Filter | None = None
        page: Page | None = None
        near: Point | None = None
        trace: str | None = None
        flags: list[Integer] | None = None
        color: str | None = None

    class Ok(Reply[dict[str, Any]]):
        """What was found"""

        status = 200

    Response: TypeAlias = Ok


class GetMatrix:
    """Get matrix (GET /matrix/{point}/{labels}/{name}.json)"""

    @dataclass(frozen=True, kw_only=True)
    class Request(OperationRequest):
        """What the caller sent."""

        point: Point
        labels: list[str]
        name: str

    class Ok(Reply[dict[str, Any]]):
        """What was found"""

        status = 200

    Response: TypeAlias = Ok


class WhoAmI:
    """Who am I (GET /me)"""

    @dataclass(frozen=True, kw_only=True)
    class Request(OperationRequest, Generic[Principal]):
        """What the caller sent."""

        principal: Principal | None

    class Ok(Reply[str]):
        """Your name"""

        status = 200

    Response: TypeAlias = Ok


class DeleteThing:
    """Delete thing (DELETE /things/{id})"""

    @dataclass(frozen=True, kw_only=True)
    class Request(OperationRequest, Generic[Principal]):
        """What the caller sent."""

        principal: Principal
        id: Annotated[str, Field(max_length=3)]

    class NoContent(EmptyReply):
        """Deleted"""

        status = 204

    class ClientError(RangeReply[BifrostError], ErrorReply):
        """Anything the caller did wrong"""

        statuses = range(400, 500)

    Response: TypeAlias = NoContent | ClientError


class PutBlob:
    """Put blob (PUT /blob)"""

    @dataclass(frozen=True, kw_only=True)
    class Request(OperationRequest):
        """What the caller sent."""

        body: BodyStream | None = None

    class Ok(Reply[bytes]):
        """The same bytes"""

        status = 200

    Response: TypeAlias = Ok


class PostNote:
    """Post note (POST /notes)"""

    @dataclass(frozen=True, kw_only=True)
    class Request(OperationRequest):
        """What the caller sent."""

        body: Signup | Upload | str

    class Created(Reply[Signup | Upload | str]):
        """Created"""

        status = 201

    Response: TypeAlias = Created


class SearchThingsNow:
    """Search now (POST /things)"""

    @dataclass(frozen=True, kw_only=True)
    class Request(OperationRequest, Generic[Principal]):
        """What the caller sent."""

        principal: Principal

    class Ok(EmptyReply):
        """Found"""

        status = 200

    Response: TypeAlias = Ok


class ThingsApi(Generic[Principal]):
    """Things, in every style that a parameter can have

    Every operation that is not overridden answers 501.
    """

    def search_things(
        self, request: SearchThings.Request, /
    ) -> Handled[SearchThings.Response]:
        """Searches."""
        raise NotImplementedOperation

    def get_matrix(self, request: GetMatrix.Request, /) -> Handled[GetMatrix.Response]:
        """Gets a matrix."""
        raise NotImplementedOperation

    def who_am_i(
        self, request: WhoAmI.Request[Principal], /
    ) -> Handled[WhoAmI.Response]:
        """Says who the caller is."""
        raise NotImplementedOperation

    def delete_thing(
        self, request: DeleteThing.Request[Principal], /
    ) -> Handled[DeleteThing.Response]:
        """Deletes a thing."""
        raise NotImplementedOperation

    def put_blob(self, request: PutBlob.Request, /) -> Handled[PutBlob.Response]:
        """Sends bytes back."""
        raise NotImplementedOperation

    def post_note(self, request: PostNote.Request, /) -> Handled[PostNote.Response]:
        """Sends a note back."""
        raise NotImplementedOperation

    def search_things_now(
        self, request: SearchThingsNow.Request[Principal], /
    ) -> Handled[SearchThingsNow.Response]:
        """Searches."""
        raise NotImplementedOperation


_ANYTHING = Response(content=(MediaType("application/json", dict[str, Any]),))

ROUTES = (
    Route(
        operation=Operation(
            id="searchThings",
            method="GET",
            path="/things/{kind}/{ids}",
            tag="Things",
            parameters=(
                Parameter(name="kind", location="path", type=Kind, required=True),
                Parameter(
                    name="ids", location="path", type=list[Integer], required=True
                ),
                Parameter(
                    name="limit",
                    location="query",
                    type=Annotated[Integer, Field(ge=1, le=100)],
                ),
                Parameter(name="exact", location="query", type=bool),
                Parameter(name="since", location="query", type=date),
                Parameter(name="tags", location="query", type=list[str]),
                Parameter(
                    name="sizes", location="query", type=list[Integer], explode=False
                ),
                Parameter(
                    name="piped",
                    location="query",
                    type=list[str],
                    style="pipeDelimited",
                    explode=False,
                ),
                Parameter(
                    name="spaced",
                    location="query",
                    type=list[str],
                    style="spaceDelimited",
                    explode=False,
                ),
                Parameter(
                    name="filter", location="query", type=Filter, style="deepObject"
                ),
                Parameter(name="page", location="query", type=Page),
                Parameter(
                    name="near",
                    location="query",
                    type=Point,
                    content="application/json",
                ),
                Parameter(name="X-Trace", location="header", type=str),
                Parameter(name="X-Flags", location="header", type=list[Integer]),
                Parameter(name="color", location="cookie", type=str),
            ),
            responses={"200": _ANYTHING},
        ),
        handler="search_things",
        request=SearchThings.Request,
        arguments=(
            "kind",
            "ids",
            "limit",
            "exact",
            "since",
            "tags",
            "sizes",
            "piped",
            "spaced",
            "filter",
            "page",
            "near",
            "trace",
            "flags",
            "color",
        ),
    ),
    Route(
        operation=Operation(
            id="getMatrix",
            method="GET",
            path="/matrix/{point}/{labels}/{name}.json",
            tag="Things",
            parameters=(
                Parameter(
                    name="point",
                    location="path",
                    type=Point,
                    required=True,
                    style="matrix",
                    explode=True,
                ),
                Parameter(
                    name="labels",
                    location="path",
                    type=list[str],
                    required=True,
                    style="label",
                    explode=True,
                ),
                Parameter(name="name", location="path", type=str, required=True),
            ),
            responses={"200": _ANYTHING},
        ),
        handler="get_matrix",
        request=GetMatrix.Request,
        arguments=("point", "labels", "name"),
    ),
    Route(
        operation=Operation(
            id="whoAmI",
            method="GET",
            path="/me",
            tag="Things",
            responses={"200": Response(content=(MediaType("text/plain", str),))},
            security=({"management_bearer_auth": ()}, {"session": ()}, {}),
        ),
        handler="who_am_i",
        request=WhoAmI.Request,
    ),
    Route(
        operation=Operation(
            id="deleteThing",
            method="DELETE",
            path="/things/{id}",
            tag="Things",
            parameters=(
                Parameter(
                    name="id",
                    location="path",
                    type=Annotated[str, Field(max_length=3)],
                    required=True,
                ),
            ),
            responses={
                "204": Response(
                    headers=(
                        ResponseHeader(name="X-Left", type=Integer, required=True),
                        ResponseHeader(name="X-Names", type=list[str]),
                    )
                ),
                "4XX": Response(content=(MediaType("application/json", BifrostError),)),
            },
            security=({"api_key": (), "login": ()},),
        ),
        handler="delete_thing",
        request=DeleteThing.Request,
        arguments=("id",),
    ),
    Route(
        operation=Operation(
            id="putBlob",
            method="PUT",
            path="/blob",
            tag="Things",
            body=RequestBody(content=(MediaType("application/octet-stream", bytes),)),
            responses={
                "200": Response(content=(MediaType("application/octet-stream", bytes),))
            },
        ),
        handler="put_blob",
        request=PutBlob.Request,
    ),
    Route(
        operation=Operation(
            id="postNote",
            method="POST",
            path="/notes",
            tag="Things",
            body=RequestBody(
                required=True,
                content=(
                    MediaType("text/*", str),
                    MediaType("application/x-www-form-urlencoded", Signup),
                    MediaType("multipart/form-data", Upload),
                    MediaType("application/vnd.sample+json", Signup),
                ),
            ),
            responses={
                "201": Response(
                    content=(
                        MediaType("application/json", Signup | Upload | str),
                        MediaType("text/*", str),
                    )
                )
            },
        ),
        handler="post_note",
        request=PostNote.Request,
    ),
    Route(
        operation=Operation(
            id="searchThingsNow",
            method="POST",
            path="/things",
            tag="Things",
            responses={"200": Response()},
            security=({"query_key": ()},),
        ),
        handler="search_things_now",
        request=SearchThingsNow.Request,
    ),
)
