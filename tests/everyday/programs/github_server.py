"""What `using_github` talks to."""

from datetime import UTC, datetime

from github_api.models import (
    BasicError,
    GistSimple,
    GistSimpleFilesValue,
    Label,
    Release,
    ReleaseAsset,
    SimpleUser,
    ValidationError,
    ValidationErrorErrorsItem,
)
from github_api.server import create_app
from github_api.server.gists import Create, GistsApi
from github_api.server.issues import CreateLabel, IssuesApi
from github_api.server.repos import (
    ListReleases,
    ReposApi,
    UploadReleaseAsset,
)
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

API = "https://api.github.com"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
OCTO = SimpleUser(
    login="octo",
    id=1,
    node_id="U1",
    avatar_url=API,
    gravatar_id=None,
    url=API,
    html_url=API,
    followers_url=API,
    following_url=API,
    gists_url=API,
    starred_url=API,
    subscriptions_url=API,
    organizations_url=API,
    repos_url=API,
    events_url=API,
    received_events_url=API,
    type="User",
    site_admin=False,
)


def release(number: int) -> Release:
    return Release(
        url=API,
        html_url=API,
        assets_url=API,
        upload_url=API,
        tarball_url=None,
        zipball_url=None,
        id=number,
        node_id=f"R{number}",
        tag_name=f"v{number}",
        target_commitish="main",
        name=None,
        draft=False,
        prerelease=False,
        created_at=NOW,
        published_at=NOW,
        author=OCTO,
        assets=[],
    )


class Repos(ReposApi):
    async def list_releases(
        self, request: ListReleases.Request
    ) -> ListReleases.Response:
        if request.repo != "cat":
            return ListReleases.NotFound(BasicError(message="Not Found"))
        begin = (request.page - 1) * request.per_page
        numbers = range(1, 6)[begin : begin + request.per_page]
        more = begin + request.per_page < 5
        path = f"/repos/octo/cat/releases?per_page={request.per_page}"
        following = f'<{path}&page={request.page + 1}>; rel="next"'
        link = f'<{path}&page=1>; rel="first", {following}'
        headers = {"Link": link} if more else {}
        return ListReleases.Ok([release(n) for n in numbers], headers=headers)

    async def upload_release_asset(
        self, request: UploadReleaseAsset.Request
    ) -> UploadReleaseAsset.Response:
        return UploadReleaseAsset.Created(
            ReleaseAsset(
                url=API,
                browser_download_url=API,
                id=9,
                node_id="A9",
                name=request.name,
                label=request.label,
                state="uploaded",
                content_type="application/zip",
                size=len(await request.body.aread()) if request.body else 0,
                digest=None,
                download_count=0,
                created_at=NOW,
                updated_at=NOW,
                uploader=None,
            )
        )


class Gists(GistsApi):
    async def create(self, request: Create.Request) -> Create.Response:
        files: dict[str, GistSimpleFilesValue | None] = {
            name: GistSimpleFilesValue(filename=name, content=file.content)
            for name, file in request.body.files.items()
        }
        public = request.body.public is True
        return Create.Created(GistSimple(id="g1", files=files, public=public))


class Issues(IssuesApi):
    async def create_label(self, request: CreateLabel.Request) -> CreateLabel.Response:
        body = request.body
        if request.repo != "cat":
            return CreateLabel.NotFound(BasicError(message="Not Found"))
        if body.color is not None and len(body.color) != 6:
            problem = ValidationErrorErrorsItem(field="color", code="invalid")
            return CreateLabel.UnprocessableEntity(
                ValidationError(
                    message="Validation Failed", documentation_url=API, errors=[problem]
                )
            )
        return CreateLabel.Created(
            Label(
                id=1,
                node_id="L1",
                url=API,
                name=body.name,
                description=None,
                color=body.color or "ffffff",
                default=False,
            )
        )


async def asset(request: Request) -> Response:
    """The bytes of an asset, which the document describes in words alone."""
    assert request.headers["accept"] == "application/octet-stream"
    return Response(b"PK" * 1000, media_type="application/octet-stream")


def app() -> Starlette:
    path = "/repos/{owner}/{repo}/releases/assets/{asset_id}"
    api = create_app(repos=Repos(), gists=Gists(), issues=Issues())
    return Starlette(routes=[Route(path, asset), Mount("/", api)])
