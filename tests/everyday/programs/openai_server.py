"""What `using_openai` talks to."""

from collections.abc import Iterator

from openai_api.models import (
    ChatCompletionResponseMessage,
    ChatCompletionStreamResponseDelta,
    CreateChatCompletionResponse,
    CreateChatCompletionResponseChoicesItem,
    CreateChatCompletionStreamResponse,
    CreateChatCompletionStreamResponseChoicesItem,
    Error,
    ErrorResponse,
    ListFilesResponse,
    OpenAIFile,
)
from openai_api.server import Access, Security, create_app
from openai_api.server.chat import ChatApi, CreateCompletion
from openai_api.server.files import Create, Download, FilesApi, List
from starlette.applications import Starlette


def known(number: int, **said: int) -> OpenAIFile:
    return OpenAIFile(
        id=f"file-{number}",
        bytes=said.get("size", 10),
        created_at=number,
        expires_at=said.get("expires_at"),
        filename="batch.jsonl",
        purpose="batch",
        status="uploaded",
    )


class Files(FilesApi[str]):
    async def list(self, request: List.Request[str], /) -> List.Response:
        after = 0 if request.after is None else int(request.after.partition("-")[2])
        end = min(after + request.limit, 5)
        files = [known(number) for number in range(after + 1, end + 1)]
        return List.Ok(
            ListFilesResponse(
                object="list",
                data=files,
                first_id=files[0].id,
                last_id=files[-1].id,
                has_more=end < 5,
            )
        )

    async def create(self, request: Create.Request[str], /) -> Create.Response:
        lifetime = request.body.expires_after
        ends = 0 if lifetime is None else lifetime.seconds
        return Create.Ok(known(6, size=request.body.file.size, expires_at=6 + ends))

    async def download(self, request: Download.Request[str], /) -> Download.Response:
        return Download.Ok(f"the contents of {request.file_id}")


class Chat(ChatApi[str]):
    async def create_completion(
        self, request: CreateCompletion.Request[str], /
    ) -> CreateCompletion.Response:
        if request.body.model == "o3":
            problem = Error(code=None, message="Slow down", param=None, type="tokens")
            return CreateCompletion.TooManyRequests(
                ErrorResponse(error=problem), headers={"Retry-After": 7}
            )
        if request.body.stream:
            return CreateCompletion.Ok(chunks(request.body.model))
        choice = CreateChatCompletionResponseChoicesItem(
            finish_reason="stop",
            index=0,
            message=ChatCompletionResponseMessage(content="Hello!", refusal=None),
            logprobs=None,
        )
        return CreateCompletion.Ok(
            CreateChatCompletionResponse(
                id="c1", choices=[choice], created=1, model=request.body.model
            )
        )


def chunks(model: str) -> Iterator[CreateChatCompletionStreamResponse]:
    for piece in ("Hel", "lo", "!"):
        choice = CreateChatCompletionStreamResponseChoicesItem(
            delta=ChatCompletionStreamResponseDelta(content=piece),
            finish_reason=None,
            index=0,
        )
        yield CreateChatCompletionStreamResponse(
            id="c1", choices=[choice], created=1, model=model
        )


def bearer(token: str, access: Access) -> str | None:
    return token if token == "sk-1" else None


def app() -> Starlette:
    return create_app(
        files=Files(),
        chat=Chat(),
        security=Security(api_key_auth=bearer),
    )
