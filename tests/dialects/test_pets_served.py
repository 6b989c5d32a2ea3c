"""Client and server made of Swagger 2.0 talk to each other over a real socket.

The code made of the other dialects is the same, byte by byte.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.dialects.serving import Answer, handlers, package_of, served
from tests.roundtrip.running import Caller, Served

PACKAGE = "dialect_pets"
PNG = b"\x89PNG\r\n"


def answers_about_pets(package: str) -> dict[str, Answer]:
    """Handlers that answer with what they were asked."""
    pets = importlib.import_module(f"{package}.server.pets")
    models = importlib.import_module(f"{package}.models")

    def list_pets(request: Any) -> Any:
        names = [
            *(request.tags or ()),
            *map(str, request.ids or ()),
            *(request.words or ()),
            *map(str, request.sizes or ()),
            *map(str, (request.limit, request.status, request.born)),
            *map(str, (request.x_flags, request.x_trace)),
        ]
        listed = [models.Pet(name=value) for value in names]
        return pets.List.Ok(listed, headers={"X-Total": len(listed)})

    def create_pet(request: Any) -> Any:
        if request.body.name != "Rex":
            sent = request.body.model_dump_json(exclude_unset=True)
            return pets.Create.Created(models.Pet.model_validate_json(sent))
        return pets.Create.Conflict(models.CreatePetResponse409(other=7))

    def rename_pet(request: Any) -> Any:
        name, mood = request.body.name, request.body.mood
        return pets.Rename.Ok(models.Pet(name=name, mood=mood))

    def get_pet(request: Any) -> Any:
        return pets.Get.NotFound(models.Problem(reason=f"no {request.pet_id}"))

    return {
        "list": list_pets,
        "create": create_pet,
        "get": get_pet,
        "rename": rename_pet,
        "delete": lambda _: pets.Delete.NoContent(),
        "add_animal": lambda request: pets.AddAnimal.Ok(request.body),
        "get_labels": lambda request: pets.GetLabels.Ok("|".join(request.names)),
    }


def answers_about_forms(package: str) -> dict[str, Answer]:
    """Handlers that answer with what they were sent."""
    forms = importlib.import_module(f"{package}.server.forms")

    def log_in(request: Any) -> Any:
        body = request.body
        scopes, days = "|".join(body.scopes or ()), "|".join(map(str, body.days or ()))
        return forms.LogIn.Ok({"user": body.user, "scopes": scopes, "days": days})

    def add_photo(request: Any) -> Any:
        body = request.body
        tags = "&".join(body.tags or ())
        form = {"photo": body.photo.read().hex(), "note": str(body.note), "tags": tags}
        return forms.AddPhoto.Ok(form)

    return {
        "log_in": log_in,
        "add_photo": add_photo,
        "get_photo": lambda _: forms.GetPhoto.Ok(PNG),
    }


def services(package: str) -> dict[str, Any]:
    """What `create_app` takes."""
    server = importlib.import_module(f"{package}.server")

    def login(user: str, password: str, operation: Any) -> str | None:
        return user if password == "secret" else None

    def key(token: str, operation: Any) -> str | None:
        return token if token.endswith("secret") else None

    return {
        "pets": handlers(package, "pets", answers_about_pets(package)),
        "forms": handlers(package, "forms", answers_about_forms(package)),
        "security": server.Security(login=login, key=key, token=key),
    }


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    document = Path(__file__).parent / "pets-2.0.yaml"
    with (
        package_of(document, tmp_path_factory.mktemp("pets"), PACKAGE),
        served(PACKAGE, services) as running,
    ):
        yield running


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def call(service: Served, request: pytest.FixtureRequest) -> Caller:
    return Caller(service, request.param, {"key": "secret", "token": "token-secret"})


def test_parameters(call: Caller) -> None:
    reply = call.raw(
        "pets.list",
        x_trace="t",
        tags=["a,b", "c d"],
        ids=[1, 2],
        words=["e", "f"],
        sizes=[0.5, 2.0],
        limit=7,
        status="sold",
        born=date(2020, 1, 2),
        x_flags=[True, False],
    )
    assert [pet.name for pet in reply.data] == [
        *("a,b", "c d", "1", "2", "e", "f", "0.5", "2"),
        *("7", "sold", "2020-01-02", "[True, False]", "t"),
    ]
    assert reply.headers["x-total"] == "13"


def test_defaults_are_not_sent_but_are_read(call: Caller) -> None:
    listed = call("pets.list")
    assert [pet.name for pet in listed] == ["20", "None", "None", "None", "None"]


@pytest.mark.filterwarnings("ignore:`delete` is deprecated:DeprecationWarning")
def test_bodies_and_declared_errors(call: Caller) -> None:
    pet = {"name": "Ada", "nickname": None, "owner": {"name": "O"}, "chip": None}
    created = call("pets.create", body=pet)
    assert created.model_dump(exclude_unset=True) == pet
    errors = call.served.module("errors")
    with pytest.raises(errors.ConflictError) as conflict:
        call("pets.create", name="Rex")
    assert conflict.value.data.other == 7
    with pytest.raises(errors.NotFoundError) as missing:
        call("pets.get", 12)
    assert missing.value.data.reason == "no 12"
    renamed = call("pets.rename", 1, name="B", mood="good")
    assert (renamed.name, renamed.mood) == ("B", "good")
    assert call("pets.delete", 1) is None


def test_inheritance(call: Caller) -> None:
    cat = {"kind": "Cat", "legs": 4, "lives": 9}
    assert call("pets.add_animal", body=cat).model_dump(exclude_unset=True) == cat


def test_text(call: Caller) -> None:
    assert call("pets.get_labels", ["a/b", "c,d"]) == "a/b|c,d"


def test_security(call: Caller) -> None:
    errors = call.served.module("errors")
    basic = call.given(login=("user", "secret"))
    assert basic("pets.create", name="Ada").name == "Ada"
    with pytest.raises(errors.StatusError) as refused:
        call.given(key="wrong")("pets.get", 1)
    assert refused.value.status_code == 401
    assert call.given()("forms.log_in", user="u", password="p")["user"] == "u"


def test_urlencoded_form(call: Caller) -> None:
    answer = call(
        "forms.log_in", user="u&v", password="p", scopes=["a,b", "c d"], days=[1, 2]
    )
    assert answer == {"user": "u&v", "scopes": "a,b|c d", "days": "1|2"}


def test_files(call: Caller) -> None:
    answer = call("forms.add_photo", photo=PNG, note="näh", tags=["x", "y,z"])
    assert answer == {"photo": PNG.hex(), "note": "näh", "tags": "x&y,z"}
    assert call("forms.get_photo", "rex") == PNG
